using System.Diagnostics.Metrics;
using Coordinator.Common;

namespace Coordinator.Transactions;

/// <summary>Counts events of transactions.</summary>
internal static class TransactionMetrics
{
    private static readonly Meter Meter = CoordinatorMeter.Instance;

    private static readonly Counter<long> Prepared = Meter.CreateCounter<long>("coordinator.transactions.prepared");
    private static readonly Counter<long> Committed = Meter.CreateCounter<long>("coordinator.transactions.committed");
    private static readonly Counter<long> RolledBack = Meter.CreateCounter<long>("coordinator.transactions.rolled_back");
    private static readonly Counter<long> Completed = Meter.CreateCounter<long>("coordinator.transactions.completed");
    private static readonly Counter<long> Parked = Meter.CreateCounter<long>("coordinator.transactions.parked");
    private static readonly Counter<long> Checked = Meter.CreateCounter<long>("coordinator.transactions.checked");

    /// <summary>Reports about a transaction after its decision, which are in its timeline.</summary>
    private static readonly Counter<long> Reported = Meter.CreateCounter<long>("coordinator.transactions.reported");

    /// <summary>Checks of open transactions that the check sender did not conclude in time.</summary>
    public static readonly Counter<long> SilentChecks = Meter.CreateCounter<long>("coordinator.transactions.silent_checks");

    /// <summary>Commands and answers that contradict the recorded decision. Any value above 0 is an error of a producer.</summary>
    public static readonly Counter<long> Contradictions = Meter.CreateCounter<long>("coordinator.transactions.contradictions");

    public static readonly Counter<long> AppendRetries = Meter.CreateCounter<long>("coordinator.transactions.append_retries");

    /// <summary>Writes that the journal did not confirm. They may or may not be stored.</summary>
    public static readonly Counter<long> UnknownWrites = Meter.CreateCounter<long>("coordinator.transactions.unknown_writes");

    /// <summary>Commands for ids that are older than the retention.</summary>
    public static readonly Counter<long> Expired = Meter.CreateCounter<long>("coordinator.transactions.expired");

    /// <summary>Transactions with messages in the memory of this node: open, or committed and not in all queues.</summary>
    public static readonly UpDownCounter<long> Open = Meter.CreateUpDownCounter<long>("coordinator.transactions.open_in_memory");

    /// <summary>Bytes of the messages of <see cref="Open" />.</summary>
    public static readonly UpDownCounter<long> OpenBytes = Meter.CreateUpDownCounter<long>("coordinator.transactions.open_bytes_in_memory");

    /// <summary>Prepares that were refused because a limit of open transactions was reached.</summary>
    public static readonly Counter<long> RefusedOpen = Meter.CreateCounter<long>("coordinator.transactions.open_refused");

    /// <summary>Checks without a result that are not in the timeline, because it has as many as it may have.</summary>
    public static readonly Counter<long> UnrecordedChecks = Meter.CreateCounter<long>("coordinator.transactions.checks_unrecorded");

    public static readonly Counter<long> FailedRecoveries = Meter.CreateCounter<long>("coordinator.transactions.failed_recoveries");

    /// <summary>Events without a counter of their own. That is a bug, but must not stop an entity after its write.</summary>
    private static readonly Counter<long> Uncounted = Meter.CreateCounter<long>("coordinator.transactions.uncounted_events");

    /// <summary>Counts a durable event. Never throws.</summary>
    public static void Count(ITransactionEvent happened)
    {
        switch (happened)
        {
            case TransactionPrepared:
                Prepared.Add(1);
                break;
            case TransactionCommitted committed:
                Committed.Add(1, DecidedBy(committed.By));
                break;
            case TransactionAppended appended:
                Committed.Add(1, DecidedBy(appended.By));
                Completed.Add(1);
                break;
            case TransactionRolledBack rolledBack:
                RolledBack.Add(1, DecidedBy(rolledBack.By));
                break;
            case TransactionCompleted:
                Completed.Add(1);
                break;
            case TransactionParked:
                Parked.Add(1);
                break;
            case TransactionReported report:
                Reported.Add(1, DecidedBy(report.By));
                break;
            case TransactionChecked check:
                Checked.Add(1, Ending(check.Ending));
                break;
            default:
                Uncounted.Add(1, new KeyValuePair<string, object?>("event", happened.GetType().Name));
                break;
        }
    }

    public const string Other = "other";

    private static KeyValuePair<string, object?> DecidedBy(DecidedBy by) => new("decided_by", by switch
    {
        Transactions.DecidedBy.Producer => "producer",
        Transactions.DecidedBy.HandOver => "hand_over",
        Transactions.DecidedBy.Check => "check",
        Transactions.DecidedBy.Operator => "operator",
        _ => Other,
    });

    private static KeyValuePair<string, object?> Ending(CheckEnding ending) => new("ending", ending switch
    {
        CheckEnding.InProgress => "in_progress",
        CheckEnding.Failed => "failed",
        CheckEnding.TimedOut => "timed_out",
        CheckEnding.NoInstance => "no_instance",
        CheckEnding.Purged => "purged",
        _ => Other,
    });
}
