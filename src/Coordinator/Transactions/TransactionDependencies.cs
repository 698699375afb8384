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

    /// <summary>Open transactions of the node.</summary>
    public OpenTransactions Open { get; } = new(Options);

    /// <summary>
    /// Decides a command. An expired id without events is refused before anything is written, and so is a new transaction while a limit is
    /// reached.
    /// </summary>
    public Decision Decide(
        TransactionId id, TransactionState state, ITransactionMessage command, DateTimeOffset now, ResolveTransaction? wish)
    {
        if (state.Phase is TransactionPhase.None && Expiry.IsKnownExpired(id))
            return Decision.Expired;
        var decision = Decider.Decide(state, command, now, wish);
        if (command is CheckConcluded conclusion && TransactionDecider.IsUnrecorded(state, conclusion))
            TransactionMetrics.UnrecordedChecks.Add(1);
        return decision.Events is [TransactionPrepared] ? Open.Refusal() ?? decision : decision;
    }
}
