namespace Coordinator.Participants.Consuming;

/// <summary>Handles batches of typed messages. Each batch gets an instance in a scope of its own.</summary>
/// <typeparam name="TMessage">Type of the bodies.</typeparam>
public interface IBatchHandler<in TMessage>
{
    /// <summary>
    /// Handles a batch. Each message of it has another ordering key or none, so the order by key is kept. An exception fails all messages of the
    /// batch. Each then comes again in a batch of its own, so a bad message does not fail the others a second time. Only there do
    /// <see cref="RejectMessageException" /> and <see cref="ConsumerOptions.NeverRetry{TException}" /> reject it.
    /// </summary>
    /// <param name="messages">The bodies, in the order of their queues. They can be delivered again, also after they were handled.</param>
    /// <param name="context">The received messages in the same order, the services and the transaction of the inbox.</param>
    /// <param name="ct">Cancelled when a stop no longer waits for handlers.</param>
    Task<BatchResult> HandleAsync(IReadOnlyList<TMessage> messages, BatchContext context, CancellationToken ct);
}
