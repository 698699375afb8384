using Akka.Actor;

namespace Coordinator.Transactions;

/// <summary>What every transaction of a node works with; one for all of them.</summary>
internal sealed record TransactionDependencies(
    IActorRef Queues,
    IActorRef Checks,
    TransactionDecider Decider,
    CheckPolicy Policy,
    TransactionOptions Options)
{
    /// <summary>
    /// The journal refuses a sequence number that is taken, alone: a new id need not be looked for, because one that is not new
    /// after all cannot be written.
    /// </summary>
    public bool SkipsReadsOfNewIds { get; init; }
}
