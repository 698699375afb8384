using Akka.Actor;
using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Transactions;

/// <summary>Dependencies that all transactions of a node share.</summary>
internal sealed record TransactionDependencies(
    IActorRef Queues,
    IActorRef Checks,
    TransactionDecider Decider,
    CheckPolicy Policy,
    TransactionOptions Options,
    StoredEventMapping Events)
{
    /// <summary>
    /// True when the journal refuses a sequence number that is taken, without failing other writes. Then a new id needs no read: if
    /// it is not new after all, its first write is refused.
    /// </summary>
    public bool SkipsReadsOfNewIds { get; init; }

    /// <summary>Tells expired ids from new ones.</summary>
    public ITransactionExpiry Expiry { get; init; } = NoExpiry.Instance;

    /// <summary>Limits the log of what a participant can cause with each of its commands.</summary>
    public LogThrottle Throttle { get; init; } = new(TimeProvider.System);

    /// <summary>Decides a command; an expired id without events is refused before anything is written.</summary>
    public Decision Decide(
        TransactionId id, TransactionState state, ITransactionMessage command, DateTimeOffset now, ResolveTransaction? wish) =>
        state.Phase is TransactionPhase.None && Expiry.IsKnownExpired(id) ? Decision.Expired : Decider.Decide(state, command, now, wish);
}
