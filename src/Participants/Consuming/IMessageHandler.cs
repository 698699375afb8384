namespace Coordinator.Participants.Consuming;

/// <summary>Handles the messages of one subscription. Each message gets an instance in a scope of its own.</summary>
public interface IMessageHandler
{
    /// <summary>
    /// Handles a message, and acknowledges it by returning. An exception means a retry with the coordinator's back-off.
    /// <see cref="RetryLaterException" /> sets the delay, and <see cref="RejectMessageException" /> makes the message a dead letter.
    /// </summary>
    /// <param name="message">The message. It can be delivered again, also after it was handled.</param>
    /// <param name="ct">Cancelled when a stop no longer waits for handlers.</param>
    Task HandleAsync(ReceivedMessage message, CancellationToken ct);
}

/// <summary>Handles typed messages. Each message gets an instance in a scope of its own.</summary>
/// <typeparam name="TMessage">Type of the body.</typeparam>
public interface IMessageHandler<in TMessage>
{
    /// <summary>
    /// Handles a message. The result says what becomes of it. An exception means <see cref="HandlerResult.Retry" />, unless it is a
    /// <see cref="RejectMessageException" /> or <see cref="ConsumerOptions.NeverRetry{TException}" /> names it.
    /// </summary>
    /// <param name="message">The body of the message.</param>
    /// <param name="context">The received message, the services and the transaction of the inbox.</param>
    /// <param name="ct">Cancelled when a stop no longer waits for handlers.</param>
    Task<HandlerResult> HandleAsync(TMessage message, MessageContext context, CancellationToken ct);
}
