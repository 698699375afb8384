using Akka.Actor;

namespace Coordinator.Testing;

/// <summary>What is to go wrong with a write.</summary>
public enum JournalFault
{
    /// <summary>Not written, and said so.</summary>
    Reject = 1,

    /// <summary>Not written; the actor learns only that something failed.</summary>
    Fail = 2,

    /// <summary>Written; the actor learns only that something failed.</summary>
    Lose = 3,
}
