using Coordinator.Contracts;
using Coordinator.Contracts.Producing;

namespace Coordinator.Transactions;

/// <summary>State of a transaction, computed from its events. It has only what later decisions need.</summary>
internal sealed record TransactionState
{
    public static TransactionState None { get; } = new();

    public TransactionPhase Phase { get; private init; }

    /// <summary>
    /// Producer group of the transaction; unset only in <see cref="TransactionPhase.None" />. Without a prepare it is the group of the first
    /// tombstone.
    /// </summary>
    public ProducerGroup Group { get; private init; }

    /// <summary>Digest of the prepare; <c>null</c> for a tombstone, which has no prepare.</summary>
    public TransactionDigest? Digest { get; private init; }

    /// <summary>Groups that rolled the id back before any prepare; <c>null</c> when there are none.</summary>
    public Tombstones? Tombstones { get; private init; }

    /// <summary>Prepared messages, kept until all queues have them or the transaction is rolled back.</summary>
    public IReadOnlyList<RoutedMessage> Messages { get; private init; } = [];

    public TimeSpan? TransactionTimeout { get; private init; }

    /// <summary>Number of the last check that asked an instance.</summary>
    public int LastCheck { get; private init; }

    /// <summary>Number of checks that were answered without a decision.</summary>
    public int Answers { get; private init; }

    /// <summary>True when the last check found no instance to ask.</summary>
    public bool Unasked { get; private init; }

    /// <summary>True when the asked instance did not answer the last check, or answered that it could not find out.</summary>
    public bool Unanswered { get; private init; }

    /// <summary>Author of the decision; <c>null</c> while there is none, and for tombstones.</summary>
    public DecidedBy? DecidedBy { get; private init; }

    /// <summary>Reports that came after the decision; <c>null</c> when there are none.</summary>
    public TransactionReports? Reports { get; private init; }

    /// <summary>Time of the last event up to the decision. All timeouts of the transaction count from it.</summary>
    public DateTimeOffset Since { get; private init; }

    /// <summary>True when all messages go to one queue.</summary>
    public bool HasOneQueue
    {
        get
        {
            for (var i = 1; i < Messages.Count; i++)
            {
                if (Messages[i].Queue != Messages[0].Queue || Messages[i].Message.Topic != Messages[0].Message.Topic)
                    return false;
            }

            return Messages.Count > 0;
        }
    }

    public bool IsOpen => Phase is TransactionPhase.Prepared or TransactionPhase.Parked;

    public bool IsCommitted => Phase is TransactionPhase.Committed or TransactionPhase.Completed;

    public bool IsDecided => IsCommitted || Phase is TransactionPhase.RolledBack;

    private bool IsPrepared => Digest is not null;

    /// <summary>
    /// Returns the state as a producer group sees it, for which the tombstones of other groups do not exist. <c>null</c>: another group has
    /// prepared the transaction.
    /// </summary>
    public TransactionState? SeenBy(ProducerGroup group)
    {
        if (Tombstones?.Include(group) is true)
            return IsPrepared ? None.RollBackEarly(group, Since) : this;
        if (!IsPrepared)
            return None;
        return Group == group ? this : null;
    }

    /// <summary>True when a report is in the journal: as the decision itself, or as a report after it.</summary>
    public bool Knows(TransactionReported report) =>
        (report.By is DecidedBy.Check check && DecidedBy?.DecisiveCheck == check.Number)
        || Reports?.Include(report) is true;

    /// <exception cref="InvalidOperationException">The event cannot follow this state: the journal is inconsistent.</exception>
    public TransactionState Apply(ITransactionEvent happened) => happened switch
    {
        TransactionPrepared prepared when MayBegin(prepared.Group) => Prepare(prepared),
        TransactionChecked check when IsOpen => Check(check),
        TransactionParked parked when Phase is TransactionPhase.Prepared => this with
        {
            Phase = TransactionPhase.Parked,
            Since = parked.At,
        },
        TransactionCommitted committed when IsOpen => this with { Phase = TransactionPhase.Committed, DecidedBy = committed.By, Since = committed.At },
        TransactionCompleted completed when Phase is TransactionPhase.Committed => Complete(completed.At),
        TransactionAppended appended when IsOpen => Complete(appended.At) with { DecidedBy = appended.By },
        TransactionReported report when IsDecided => this with { Reports = new TransactionReports(report, Reports) },
        TransactionRolledBack { Tombstone: null } rolledBack when IsOpen => this with
        {
            Phase = TransactionPhase.RolledBack,
            Messages = [],
            DecidedBy = rolledBack.By,
            Since = rolledBack.At,
        },
        TransactionRolledBack { Tombstone: { } group } rolledBack when MayBegin(group) => RollBackEarly(group, rolledBack.At),
        _ => throw new InvalidOperationException($"The event {happened} cannot follow phase {Phase}: the journal is inconsistent."),
    };

    private TransactionState Prepare(TransactionPrepared prepared) => this with
    {
        Phase = TransactionPhase.Prepared,
        Group = prepared.Group,
        Digest = prepared.Digest,
        Messages = prepared.Messages,
        TransactionTimeout = prepared.TransactionTimeout,
        Since = prepared.At,
    };

    private TransactionState Check(TransactionChecked check)
    {
        if (check.Number != LastCheck + 1)
            throw new InvalidOperationException($"The event {check} cannot follow check {LastCheck}: the journal is inconsistent.");
        return check.Ending is CheckEnding.NoInstance
            ? this with { Unasked = true, Unanswered = false, Since = check.At }
            : this with
            {
                LastCheck = check.Number,
                Answers = check.Ending is CheckEnding.InProgress ? Answers + 1 : Answers,
                Unasked = false,
                Unanswered = check.Ending is CheckEnding.Failed or CheckEnding.TimedOut,
                Since = check.At,
            };
    }

    private TransactionState Complete(DateTimeOffset at) => this with
    {
        Phase = TransactionPhase.Completed,
        Messages = [],
        Since = at,
    };

    private bool MayBegin(ProducerGroup group) => !IsPrepared && Tombstones?.Include(group) is not true;

    private TransactionState RollBackEarly(ProducerGroup group, DateTimeOffset at) => this with
    {
        Phase = TransactionPhase.RolledBack,
        Group = Phase is TransactionPhase.None ? group : Group,
        Tombstones = new Tombstones(group, Tombstones),
        Since = at,
    };
}
