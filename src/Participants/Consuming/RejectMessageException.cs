namespace Coordinator.Participants.Consuming;

/// <summary>Thrown by a handler for a message that can never be handled. The message becomes a dead letter of the group at once.</summary>
public sealed class RejectMessageException : Exception
{
    /// <param name="reason">Text for people, kept with the dead letter.</param>
    /// <param name="innerException">The cause.</param>
    public RejectMessageException(string reason, Exception? innerException = null) : base(reason, innerException)
    {
    }
}
