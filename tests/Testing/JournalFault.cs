using Akka.Actor;

namespace Coordinator.Testing;

/// <summary>Fault of a write.</summary>
public enum JournalFault
{
    /// <summary>The event is not written, and the actor learns that it was rejected.</summary>
    Reject = 1,

    /// <summary>The event is not written, and the actor learns only that something failed.</summary>
    Fail = 2,

    /// <summary>The event is written, and the actor learns only that something failed.</summary>
    Lose = 3,
}
