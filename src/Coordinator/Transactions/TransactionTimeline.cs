using System.Globalization;
using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Transactions;

/// <summary>Describes a transaction from the journal alone, even when its actor is not in memory or cannot recover.</summary>
/// <param name="history">Events of transactions.</param>
/// <param name="policy">Times of checks.</param>
/// <param name="now">Returns the time, which tells whether a check is due.</param>
internal sealed class TransactionTimeline(ITransactionHistory history, CheckPolicy policy, Func<DateTimeOffset> now)
{
    /// <summary>Returns the timelines of an actor system's journal.</summary>
    public static TransactionTimeline Of(ActorSystem system, CheckPolicy policy) =>
        new(JournalTransactionHistory.Of(system), policy, () => system.Scheduler.Now);

    public async Task<TransactionDescription> DescribeAsync(TransactionId id)
    {
        var (events, unreadable) = await history.ReadAsync(id);
        var state = TransactionState.None;
        var told = 0;
        while (told < events.Count)
        {
            if (!TryApply(ref state, events[told++], out var problem))
            {
                unreadable = problem;
                break;
            }
        }

        var timeline = events.Take(told).Select((happened, index) => Tell(index + 1, happened, state.Group, state.IsCommitted)).ToList();
        if (unreadable is not null)
            timeline.Add(new TimelineEntry(timeline.Count + 1, state.Since, "unreadable", Coordinator, unreadable));
        var nextCheck = NextCheck(id, state);
        var isDue = nextCheck <= now();
        var prepared = events.OfType<TransactionPrepared>().FirstOrDefault();
        var decidedBy = events.Select(happened => DecidedByOf(happened, prepared is not null)).FirstOrDefault(by => by is not null);
        return new TransactionDescription(
            id,
            state.Phase,
            events.Count == 0 ? null : state.Group,
            prepared?.Messages ?? [],
            state.LastCheck + (decidedBy?.DecisiveCheck is null ? 0 : 1),
            state.Answers,
            isDue ? null : nextCheck,
            isDue ? Waiting(state) : null,
            decidedBy,
            timeline);
    }

    private static bool TryApply(ref TransactionState state, ITransactionEvent happened, out string? problem)
    {
        try
        {
            state = state.Apply(happened);
            problem = null;
            return true;
        }
        catch (InvalidOperationException impossible)
        {
            problem = impossible.Message;
            return false;
        }
    }

    private static string Waiting(TransactionState state) => state.Unasked
        ? $"No instance of {state.Group} was connected at the last check. It is repeated when one connects, and now and then."
        : "The check is due: it waits for its turn or for an answer.";

    private DateTimeOffset? NextCheck(TransactionId id, TransactionState state)
    {
        if (!state.IsOpen)
            return null;
        var check = new CheckWait(id, policy);
        check.Follow(state);
        return state.Since + check.DueIn(state, state.Since);
    }

    private static DecidedBy? DecidedByOf(ITransactionEvent happened, bool isPrepared) => happened switch
    {
        TransactionCommitted committed => committed.By,
        TransactionAppended appended => appended.By,
        // The tombstones of other groups decided nothing about what was prepared.
        TransactionRolledBack { Tombstone: not null } when isPrepared => null,
        TransactionRolledBack rolledBack => rolledBack.By,
        _ => null,
    };

    private static TimelineEntry Tell(int number, ITransactionEvent happened, ProducerGroup group, bool isCommitted) => happened switch
    {
        TransactionPrepared prepared => new(
            number, prepared.At, "prepared", prepared.Instance.Value, Text($"{prepared.Messages.Count} message(s), group {prepared.Group}")),
        TransactionChecked check => new(number, check.At, Kind(check.Ending), Who(check.Instance), Asked(check.Number, check.AskedAt, check.Detail)),
        TransactionParked parked => new(number, parked.At, "parked", Coordinator, Text($"after {parked.Answers} answers without a decision")),
        TransactionCommitted committed => new(number, committed.At, "committed", Who(committed.By), Why(committed.By)),
        TransactionReported report => new(
            number, report.At, report.Committed == isCommitted ? "reported" : "contradiction", Who(report.By), Joined(report.Committed ? "committed" : "rolled back", Why(report.By))),
        TransactionAppended appended => new(
            number, appended.At, "committed", Who(appended.By), Why(appended.By) is { } why ? $"and in its queue; {why}" : "and in its queue"),
        TransactionCompleted completed => new(number, completed.At, "completed", Coordinator, "in every queue"),
        TransactionRolledBack { Tombstone: { } other } tombstone when other != group => new(
            number, tombstone.At, "rolled back", Who(tombstone.By), Joined($"by group {other}, before any prepare", tombstone.Reason)),
        TransactionRolledBack { Tombstone: not null } tombstone => new(
            number, tombstone.At, "rolled back", Who(tombstone.By), Joined("before any prepare", tombstone.Reason)),
        TransactionRolledBack rolledBack => new(
            number, rolledBack.At, "rolled back", Who(rolledBack.By), rolledBack.Reason ?? Why(rolledBack.By)),
        _ => new(number, happened.At, happened.GetType().Name, Coordinator, null),
    };

    private const string Coordinator = "coordinator";

    private static string Kind(CheckEnding ending) => ending switch
    {
        CheckEnding.InProgress => "check: in progress",
        CheckEnding.Failed => "check: failed",
        CheckEnding.TimedOut => "check: timed out",
        CheckEnding.NoInstance => "check: no instance",
        CheckEnding.Purged => "check: outcome is purged",
        _ => $"check: {ending}",
    };

    private static string Who(InstanceId? instance) => instance?.Value ?? Coordinator;

    private static string Who(DecidedBy by) => by switch
    {
        DecidedBy.Producer producer => producer.Instance.Value,
        DecidedBy.HandOver handOver => handOver.Instance.Value,
        DecidedBy.Check check => check.Instance.Value,
        DecidedBy.Operator person => person.Who,
        _ => by.GetType().Name,
    };

    private static string? Why(DecidedBy by) => by switch
    {
        DecidedBy.Producer => null,
        DecidedBy.HandOver => "handed over",
        DecidedBy.Check check => Asked(check.Number, check.AskedAt, check.Detail),
        DecidedBy.Operator { Grounds: { } grounds } person => Joined("by an operator", $"{person.Why}; {grounds}"),
        DecidedBy.Operator person => Joined("by an operator", person.Why),
        _ => null,
    };

    private static string Asked(int number, DateTimeOffset askedAt, string? detail) =>
        Joined(Text($"check {number}, asked at {askedAt:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}"), detail);

    private static string Joined(string what, string? detail) => detail is null ? what : $"{what}: {detail}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
