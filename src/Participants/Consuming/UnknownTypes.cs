namespace Coordinator.Participants.Consuming;

/// <summary>Ways to treat messages whose type has no handler in a typed consumer.</summary>
public enum UnknownTypes
{
    /// <summary>The message becomes a dead letter of the group at once, with its type in the reason.</summary>
    Reject,

    /// <summary>The message is acknowledged, and <c>coordinator.participant.messages.ignored</c> counts it.</summary>
    Ignore,
}
