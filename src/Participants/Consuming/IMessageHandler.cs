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
