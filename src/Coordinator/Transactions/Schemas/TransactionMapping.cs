using Coordinator.Contracts;
using Coordinator.Persistence.Schemas;
using Coordinator.Transactions.Schemas.Proto;
using Google.Protobuf;

namespace Coordinator.Transactions.Schemas;

internal static class TransactionMapping
{
    public static StoredTransactionPrepared ToStored(TransactionPrepared prepared)
    {
        var stored = new StoredTransactionPrepared
        {
            Group = prepared.Group.Value,
            Instance = prepared.Instance.Value,
            Digest = UnsafeByteOperations.UnsafeWrap(prepared.Digest.ToBytes()),
            AtMs = prepared.At.ToUnixTimeMilliseconds(),
        };
        if (prepared.TransactionTimeout is { } timeout)
            stored.TransactionTimeoutMs = (long)timeout.TotalMilliseconds;
        foreach (var routed in prepared.Messages)
            stored.Messages.Add(new StoredRoutedMessage { Message = routed.Message.ToStored(), Queue = routed.Queue });
        return stored;
    }

    public static TransactionPrepared ToEvent(StoredTransactionPrepared stored)
    {
        var messages = new RoutedMessage[stored.Messages.Count];
        for (var i = 0; i < messages.Length; i++)
            messages[i] = new RoutedMessage(stored.Messages[i].Message.ToMessage(), stored.Messages[i].Queue);
        return new TransactionPrepared(
            new ProducerGroup(stored.Group),
            InstanceId.Read(stored.Instance),
            messages,
            TransactionDigest.FromBytes(stored.Digest.Span),
            stored.HasTransactionTimeoutMs ? TimeSpan.FromMilliseconds(stored.TransactionTimeoutMs) : null,
            Time(stored.AtMs));
    }

    public static StoredTransactionCommitted ToStored(TransactionCommitted committed) => new()
    {
        By = ToStored(committed.By),
        AtMs = committed.At.ToUnixTimeMilliseconds(),
    };

    public static TransactionCommitted ToEvent(StoredTransactionCommitted stored) => new(ToDecidedBy(stored.By), Time(stored.AtMs));

    public static StoredTransactionAppended ToStored(TransactionAppended appended) => new()
    {
        By = ToStored(appended.By),
        AtMs = appended.At.ToUnixTimeMilliseconds(),
    };

    public static TransactionAppended ToEvent(StoredTransactionAppended stored) => new(ToDecidedBy(stored.By), Time(stored.AtMs));

    public static StoredTransactionReported ToStored(TransactionReported report) => new()
    {
        By = ToStored(report.By),
        Committed = report.Committed,
        AtMs = report.At.ToUnixTimeMilliseconds(),
    };

    public static TransactionReported ToEvent(StoredTransactionReported stored) =>
        new(ToDecidedBy(stored.By), stored.Committed, Time(stored.AtMs));

    public static StoredTransactionCompleted ToStored(TransactionCompleted completed) => new()
    {
        AtMs = completed.At.ToUnixTimeMilliseconds(),
    };

    public static TransactionCompleted ToEvent(StoredTransactionCompleted stored) => new(Time(stored.AtMs));

    public static StoredTransactionRolledBack ToStored(TransactionRolledBack rolledBack)
    {
        var stored = new StoredTransactionRolledBack
        {
            By = ToStored(rolledBack.By),
            AtMs = rolledBack.At.ToUnixTimeMilliseconds(),
        };
        if (rolledBack.Reason is { } reason)
            stored.Reason = reason;
        if (rolledBack.Tombstone is { } group)
            stored.TombstoneGroup = group.Value;
        return stored;
    }

    public static TransactionRolledBack ToEvent(StoredTransactionRolledBack stored) => new(
        ToDecidedBy(stored.By),
        stored.HasReason ? stored.Reason : null,
        stored.HasTombstoneGroup ? new ProducerGroup(stored.TombstoneGroup) : null,
        Time(stored.AtMs));

    public static StoredTransactionChecked ToStored(TransactionChecked check)
    {
        var stored = new StoredTransactionChecked
        {
            Number = check.Number,
            Ending = ToStored(check.Ending),
            AskedAtMs = check.AskedAt.ToUnixTimeMilliseconds(),
            AtMs = check.At.ToUnixTimeMilliseconds(),
        };
        if (check.Instance is { } instance)
            stored.Instance = instance.Value;
        if (check.Detail is { } detail)
            stored.Detail = detail;
        return stored;
    }

    public static TransactionChecked ToEvent(StoredTransactionChecked stored) => new(
        stored.Number,
        ToEnding(stored.Ending),
        stored.HasInstance ? InstanceId.Read(stored.Instance) : null,
        Time(stored.AskedAtMs),
        stored.HasDetail ? stored.Detail : null,
        Time(stored.AtMs));

    public static StoredTransactionParked ToStored(TransactionParked parked) => new()
    {
        Answers = parked.Answers,
        AtMs = parked.At.ToUnixTimeMilliseconds(),
    };

    public static TransactionParked ToEvent(StoredTransactionParked stored) => new(stored.Answers, Time(stored.AtMs));

    private static StoredDecidedBy ToStored(DecidedBy by) => by switch
    {
        DecidedBy.Producer producer => new() { Producer = new() { Instance = producer.Instance.Value } },
        DecidedBy.HandOver handOver => new() { HandOver = new() { Instance = handOver.Instance.Value } },
        DecidedBy.Check check => new() { Check = ToStored(check) },
        DecidedBy.Operator person => new() { Operator = ToStored(person) },
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, "This kind of decision has no schema."),
    };

    private static StoredOperatorDecision ToStored(DecidedBy.Operator person)
    {
        var stored = new StoredOperatorDecision { Who = person.Who, Why = person.Why };
        if (person.Grounds is { } grounds)
            stored.Grounds = grounds;
        if (person.CheckNumber is { } check)
            stored.Check = check;
        return stored;
    }

    private static StoredCheckDecision ToStored(DecidedBy.Check check)
    {
        var stored = new StoredCheckDecision
        {
            Number = check.Number,
            Instance = check.Instance.Value,
            AskedAtMs = check.AskedAt.ToUnixTimeMilliseconds(),
        };
        if (check.Detail is { } detail)
            stored.Detail = detail;
        return stored;
    }

    private static DecidedBy ToDecidedBy(StoredDecidedBy stored) => stored.ByCase switch
    {
        StoredDecidedBy.ByOneofCase.Producer => new DecidedBy.Producer(InstanceId.Read(stored.Producer.Instance)),
        StoredDecidedBy.ByOneofCase.HandOver => new DecidedBy.HandOver(InstanceId.Read(stored.HandOver.Instance)),
        StoredDecidedBy.ByOneofCase.Check => new DecidedBy.Check(
            stored.Check.Number,
            InstanceId.Read(stored.Check.Instance),
            Time(stored.Check.AskedAtMs),
            stored.Check.HasDetail ? stored.Check.Detail : null),
        StoredDecidedBy.ByOneofCase.Operator => new DecidedBy.Operator(
            stored.Operator.Who, stored.Operator.Why, stored.Operator.HasGrounds ? stored.Operator.Grounds : null,
            stored.Operator.HasCheck ? stored.Operator.Check : null),
        _ => throw new InvalidDataException("The decision has no author that this release knows: a newer release wrote it."),
    };

    // The schema has the endings without a decision, with the numbers of CheckEnding.
    private static StoredCheckEnding ToStored(CheckEnding ending) => IsInSchema((StoredCheckEnding)ending)
        ? (StoredCheckEnding)ending
        : throw new ArgumentOutOfRangeException(nameof(ending), ending, "The journal has no schema for this ending of a check.");

    private static CheckEnding ToEnding(StoredCheckEnding stored) => IsInSchema(stored)
        ? (CheckEnding)stored
        : throw new InvalidDataException($"The ending {stored} of a check is unknown: a newer release wrote it.");

    private static bool IsInSchema(StoredCheckEnding stored) =>
        stored is not StoredCheckEnding.Unspecified && Enum.IsDefined(stored);

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
