using System.Globalization;
using Coordinator.Contracts;
using Coordinator.Contracts.Common;
using Coordinator.Contracts.Producing;

namespace Coordinator.Transactions;

/// <summary>
/// Rules of a transaction: the effect of each command in each state. Pure; the time is an argument. A decision is never changed:
/// only an open transaction can get one.
/// </summary>
/// <param name="checkBudget">Number of answers without a decision after which the transaction is parked.</param>
internal sealed class TransactionDecider(int checkBudget)
{
    /// <summary>
    /// Checks of one transaction that are in its timeline. Further ones are there only when they change the phase or use up the budget. So a
    /// transaction that nobody can answer for does not grow for ever.
    /// </summary>
    public const int MostChecks = 1_000;

    /// <summary>Returns true for a check without a result that is not recorded, because the timeline has enough of them.</summary>
    public static bool IsUnrecorded(TransactionState state, CheckConcluded conclusion) =>
        state.IsOpen
        && state.LastCheck >= MostChecks
        && conclusion.Number == state.LastCheck + 1
        && conclusion.Ending is CheckEnding.Failed or CheckEnding.TimedOut or CheckEnding.NoInstance or CheckEnding.InProgress or CheckEnding.Purged
        && (state.Phase is TransactionPhase.Parked || conclusion.Ending is not (CheckEnding.InProgress or CheckEnding.Purged));

    /// <param name="state">State of the transaction.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">Time of the events.</param>
    /// <param name="wish">Decision of an operator with which the answer to a check agrees; <c>null</c>: nobody waits for the answer.</param>
    public Decision Decide(TransactionState state, ITransactionMessage command, DateTimeOffset now, ResolveTransaction? wish = null)
    {
        var decision = Decide(state, command, wish, now);
        return IsAboutThis(state, command) && Report(command, now) is { } report && !state.Knows(report) && IsNews(decision, command)
            ? decision with { Events = [report] }
            : decision;
    }

    /// <summary>True when a report concerns the decision about what was prepared. Groups with tombstones only have nothing to say about it.</summary>
    private static bool IsAboutThis(TransactionState state, ITransactionMessage command) => state.IsDecided && state.Digest is not null && command switch
    {
        HandOverTransaction handOver => handOver.Group == state.Group,
        CommitTransaction commit => commit.Group == state.Group,
        RollbackTransaction rollback => rollback.Group == state.Group,
        _ => true,
    };

    private Decision Decide(TransactionState state, ITransactionMessage command, ResolveTransaction? wish, DateTimeOffset now) => command switch
    {
        PrepareTransaction prepare => state.SeenBy(prepare.Group) is { } own ? Prepare(own, prepare, now) : OfAnotherGroup,
        HandOverTransaction handOver => state.SeenBy(handOver.Group) is { } own ? HandOver(own, handOver, now) : OfAnotherGroup,
        CommitTransaction commit => state.SeenBy(commit.Group) is { } own ? Commit(own, commit, now) : OfAnotherGroup,
        RollbackTransaction rollback when IsCrowded(state, rollback) => OfManyGroups,
        RollbackTransaction rollback => state.SeenBy(rollback.Group) is { } own ? Rollback(own, rollback, now) : OfAnotherGroup,
        ResolveTransaction resolve => Resolve(state, resolve, now),
        CheckConcluded conclusion => Conclude(state, conclusion, wish, now),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "This message is not a command of a transaction."),
    };

    private static Decision Prepare(TransactionState state, PrepareTransaction prepare, DateTimeOffset now)
    {
        var digest = TransactionDigest.Of(prepare.Group, prepare.Messages);
        if (state.Phase is TransactionPhase.None)
        {
            return Decision.Record(new TransactionPrepared(
                prepare.Group, prepare.Instance, prepare.Messages, digest, prepare.TransactionTimeout, now));
        }

        if (IsOther(state, digest))
            return OfOtherMessages;
        return state.Phase switch
        {
            // Do not accept a prepare that is repeated this late: the producer must not start a second local transaction.
            TransactionPhase.Committed or TransactionPhase.Completed => AlreadyCommitted,
            TransactionPhase.RolledBack => AlreadyRolledBack,
            _ => Decision.Unchanged,
        };
    }

    /// <summary>
    /// Commits what the coordinator has forgotten, or never heard of, and what it has not decided. Both events of a new one are one write, so it
    /// is never open.
    /// </summary>
    private static Decision HandOver(TransactionState state, HandOverTransaction handOver, DateTimeOffset now)
    {
        var digest = TransactionDigest.Of(handOver.Group, handOver.Messages);
        var by = new DecidedBy.HandOver(handOver.Instance);
        if (state.Phase is TransactionPhase.None)
        {
            return Decision.Record(
                new TransactionPrepared(handOver.Group, handOver.Instance, handOver.Messages, digest, TransactionTimeout: null, now),
                new TransactionCommitted(by, now));
        }

        if (IsOther(state, digest))
            return OfOtherMessages;
        if (state.IsOpen)
            return Settle(state, commit: true, by, now);
        return state.IsCommitted ? Decision.Unchanged : AlreadyRolledBack with { Contradiction = true };
    }

    private static bool IsOther(TransactionState state, TransactionDigest digest) => state.Digest is { } prepared && prepared != digest;

    private static Decision Commit(TransactionState state, CommitTransaction commit, DateTimeOffset now)
    {
        if (state.Phase is TransactionPhase.None)
            return Decision.Refuse(TransactionOutcome.NotFound, "the transaction was never prepared.");
        if (state.IsOpen)
            return Settle(state, commit: true, new DecidedBy.Producer(commit.Instance), now);
        return state.IsCommitted ? Decision.Unchanged : AlreadyRolledBack with { Contradiction = true };
    }

    private static Decision Rollback(TransactionState state, RollbackTransaction rollback, DateTimeOffset now)
    {
        if (state.IsCommitted)
            return AlreadyCommitted with { Contradiction = true };
        if (state.Phase is TransactionPhase.RolledBack)
            return Decision.Unchanged;
        ProducerGroup? tombstone = state.Phase is TransactionPhase.None ? rollback.Group : null;
        return Decision.Record(new TransactionRolledBack(
            new DecidedBy.Producer(rollback.Instance), TextLimit.Shorten(rollback.Reason), tombstone, now));
    }

    /// <summary>True when as many groups have rolled the id back before any prepare as may, and this one would be a further one.</summary>
    private static bool IsCrowded(TransactionState state, RollbackTransaction rollback) =>
        state.Digest is null && state.Tombstones is { Count: >= Tombstones.Most } groups && !groups.Include(rollback.Group);

    private static Decision Resolve(TransactionState state, ResolveTransaction resolve, DateTimeOffset now)
    {
        if (state.Phase is TransactionPhase.None)
            return Decision.Refuse(TransactionOutcome.NotFound, "the transaction was never prepared.");
        if (!state.IsOpen)
            return state.IsCommitted ? AlreadyCommitted : AlreadyRolledBack;
        return resolve.Force
            ? Settle(state, resolve.Resolution is Resolution.Commit, ByOperator(resolve, grounds: "by force", check: null), now)
            : Decision.AskFirst;
    }

    private static DecidedBy.Operator ByOperator(ResolveTransaction resolve, string grounds, int? check) =>
        new(TextLimit.Shorten(resolve.Who), TextLimit.Shorten(resolve.Why), grounds, check);

    private static DecidedBy.Check ByCheck(CheckConcluded conclusion)
    {
        var instance = conclusion.Instance ?? throw new ArgumentException($"The conclusion {conclusion} must name the instance that answered.", nameof(conclusion));
        return new DecidedBy.Check(conclusion.Number, instance, conclusion.AskedAt, TextLimit.Shorten(conclusion.Detail));
    }

    /// <summary>Returns what a command says about the end of the local transaction; <c>null</c>: nothing.</summary>
    private static TransactionReported? Report(ITransactionMessage command, DateTimeOffset now) => command switch
    {
        HandOverTransaction handOver => new(new DecidedBy.HandOver(handOver.Instance), Committed: true, now),
        CommitTransaction commit => new(new DecidedBy.Producer(commit.Instance), Committed: true, now),
        RollbackTransaction rollback => new(new DecidedBy.Producer(rollback.Instance), Committed: false, now),
        CheckConcluded { Ending: CheckEnding.Committed or CheckEnding.RolledBack, Instance: not null } conclusion =>
            new(ByCheck(conclusion), conclusion.Ending is CheckEnding.Committed, now),
        _ => null,
    };

    /// <summary>True when a report belongs into the timeline: a contradiction, or the answer to a check. Repeated commands do not.</summary>
    private static bool IsNews(in Decision decision, ITransactionMessage command) => decision.Contradiction || command is CheckConcluded;

    private Decision Conclude(TransactionState state, CheckConcluded conclusion, ResolveTransaction? wish, DateTimeOffset now)
    {
        if (state.Phase is TransactionPhase.None)
            return Decision.Unchanged;
        return conclusion.Ending switch
        {
            CheckEnding.Committed => ConcludeFinally(state, conclusion, committed: true, wish, now),
            CheckEnding.RolledBack => ConcludeFinally(state, conclusion, committed: false, wish, now),
            _ => ConcludeOpen(state, conclusion, now),
        };
    }

    /// <summary>Applies a final verdict. A late one counts too, because a final verdict never changes.</summary>
    private static Decision ConcludeFinally(
        TransactionState state, CheckConcluded conclusion, bool committed, ResolveTransaction? wish, DateTimeOffset now)
    {
        if (state.IsOpen)
        {
            var check = ByCheck(conclusion);
            return Settle(state, committed, wish is null ? check : ByOperator(wish, Grounds(check, committed), check.Number), now);
        }

        return state.IsCommitted == committed ? Decision.Unchanged
            : committed ? AlreadyRolledBack with { Contradiction = true }
            : AlreadyCommitted with { Contradiction = true };
    }

    private Decision ConcludeOpen(TransactionState state, CheckConcluded conclusion, DateTimeOffset now)
    {
        // A second ending of the same check is a repetition.
        if (!state.IsOpen || conclusion.Number != state.LastCheck + 1)
            return Decision.Unchanged;
        if (conclusion.Ending is CheckEnding.Deferred || (conclusion.Ending is CheckEnding.NoInstance && state.Unasked))
            return Decision.Unchanged;
        if (IsUnrecorded(state, conclusion))
            return Decision.Unchanged;
        var check = new TransactionChecked(
            conclusion.Number, conclusion.Ending, conclusion.Instance, conclusion.AskedAt, TextLimit.Shorten(conclusion.Detail), now);
        var answers = conclusion.Ending is CheckEnding.InProgress ? state.Answers + 1 : state.Answers;
        return state.Phase is TransactionPhase.Prepared && (answers >= checkBudget || conclusion.Ending is CheckEnding.Purged)
            ? Decision.Record(check, new TransactionParked(answers, now))
            : Decision.Record(check);
    }

    private static Decision Settle(TransactionState state, bool commit, DecidedBy by, DateTimeOffset now) => Decision.Record(
        !commit ? new TransactionRolledBack(by, Reason: null, Tombstone: null, now)
        : state.HasOneQueue ? new TransactionAppended(by, now)
        : new TransactionCommitted(by, now));

    private static string Grounds(DecidedBy.Check check, bool committed) =>
        TextLimit.Shorten(string.Create(
            CultureInfo.InvariantCulture,
            $"instance {check.Instance} answered check {check.Number}: {(committed ? "committed" : "rolled back")}"));

    private static Decision OfAnotherGroup { get; } =
        Decision.Refuse(TransactionOutcome.Conflict, "another producer group used the id; use a new id for each transaction.");

    private static Decision OfManyGroups { get; } = Decision.Refuse(
        TransactionOutcome.Conflict,
        $"{Tombstones.Most} producer groups rolled the id back before any prepare, and no more may; use a new id for each transaction.");

    private static Decision OfOtherMessages { get; } =
        Decision.Refuse(TransactionOutcome.Conflict, "the id was prepared with other messages; use a new id for each transaction.");

    private static Decision AlreadyCommitted { get; } =
        Decision.Refuse(TransactionOutcome.AlreadyCommitted, "the decision was taken before, and it is commit.");

    private static Decision AlreadyRolledBack { get; } =
        Decision.Refuse(TransactionOutcome.AlreadyRolledBack, "the decision was taken before, and it is rollback.");
}
