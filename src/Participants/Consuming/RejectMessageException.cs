namespace Coordinator.Participants.Consuming;

/// <summary>Thrown by a handler: the message can never be handled, and goes to the group's dead letters at once.</summary>
public sealed class RejectMessageException : Exception
{
    /// <param name="reason">For people; kept with the dead letter.</param>
    /// <param name="innerException">The cause.</param>
    public RejectMessageException(string reason, Exception? innerException = null) : base(reason, innerException)
    {
    }
}
