namespace Coordinator.Participants.Consuming;

/// <summary>Handles the messages of one subscription. Made in a DI scope of its own for each message.</summary>
public interface IMessageHandler
{
    /// <summary>
    /// To return is to acknowledge. An exception means a retry with the coordinator's back-off; <see cref="RetryLaterException"
    /// />
    /// names the delay, <see cref="RejectMessageException" /> makes the message a dead letter.
    /// </summary>
    /// <param name="message">At least once: the same message can come again, also after it was handled.</param>
    /// <param name="ct">Cancelled when the participant has stopped waiting for its handlers.</param>
    Task HandleAsync(ReceivedMessage message, CancellationToken ct);
}
