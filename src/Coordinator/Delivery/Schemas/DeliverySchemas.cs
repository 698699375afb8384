using Coordinator.Contracts;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Delivery.Progress;
using Coordinator.Delivery.Schemas.Proto;
using Coordinator.Persistence.Schemas;

namespace Coordinator.Delivery.Schemas;

internal static class DeliverySchemas
{
    public static IReadOnlyList<JournalSchema> All { get; } =
    [
        JournalSchema.Of<ProgressSnapshot, GroupProgressProto>("gp", GroupProgressProto.Parser, Write, Read),
        JournalSchema.Of<DeadLettered, DeadLetteredProto>("dl", DeadLetteredProto.Parser, Write, Read),
        JournalSchema.Of<DeadLetterReplayed, DeadLetterReplayedProto>("dr", DeadLetterReplayedProto.Parser, Write, Read),
        JournalSchema.Of<DeadLetterDiscarded, DeadLetterDiscardedProto>("dd", DeadLetterDiscardedProto.Parser, Write, Read),
    ];

    private static GroupProgressProto Write(ProgressSnapshot progress)
    {
        var proto = new GroupProgressProto { Cursor = progress.Cursor };
        proto.Pending.Capacity = progress.Pending.Count;
        var previous = 0L;
        foreach (var pending in progress.Pending)
        {
            proto.Pending.Add(Write(pending, pending.Offset - previous));
            previous = pending.Offset;
        }

        if (progress.Rewound is { } rewound)
        {
            proto.RewoundBy = rewound.Who;
            proto.RewoundAt = rewound.When.UtcTicks;
        }

        return proto;
    }

    private static PendingOffsetProto Write(PendingOffset pending, long gap)
    {
        var proto = new PendingOffsetProto
        {
            Gap = gap,
            Attempt = pending.Attempt,
            Failures = pending.Failures,
            DueAt = pending.DueAt.UtcTicks,
            DeadLettering = pending.DeadLettering,
        };
        if (pending.Reason is { } reason)
            proto.Reason = reason;
        return proto;
    }

    private static ProgressSnapshot Read(GroupProgressProto proto)
    {
        var pending = new PendingOffset[proto.Pending.Count];
        var offset = 0L;
        for (var i = 0; i < pending.Length; i++)
        {
            var read = proto.Pending[i];
            offset += read.Gap;
            pending[i] = new PendingOffset(
                offset, read.Attempt, read.Failures, Time(read.DueAt), read.HasReason ? read.Reason : null, read.DeadLettering);
        }

        return new ProgressSnapshot(
            proto.Cursor, pending, proto.HasRewoundBy ? new Rewound(proto.RewoundBy, Time(proto.RewoundAt)) : null);
    }

    private static DeadLetteredProto Write(DeadLettered letter)
    {
        var proto = new DeadLetteredProto
        {
            TransactionId = letter.Message.Transaction.Value,
            Index = letter.Message.Index,
            Topic = letter.Queue.Topic.Value,
            Queue = letter.Queue.Number,
            Offset = letter.Offset,
            Attempts = letter.Attempts,
            At = letter.At.UtcTicks,
        };
        if (letter.Reason is { } reason)
            proto.Reason = reason;
        return proto;
    }

    private static DeadLettered Read(DeadLetteredProto proto) => new(
        new MessageId(new TransactionId(proto.TransactionId), proto.Index),
        new QueueId(new Topic(proto.Topic), proto.Queue),
        proto.Offset,
        proto.Attempts,
        proto.HasReason ? proto.Reason : null,
        Time(proto.At));

    private static DeadLetterReplayedProto Write(DeadLetterReplayed replayed) => new()
    {
        Topic = replayed.Queue.Topic.Value,
        Queue = replayed.Queue.Number,
        Offset = replayed.Offset,
        Who = replayed.Who,
        At = replayed.At.UtcTicks,
    };

    private static DeadLetterReplayed Read(DeadLetterReplayedProto proto) =>
        new(new QueueId(new Topic(proto.Topic), proto.Queue), proto.Offset, proto.Who, Time(proto.At));

    private static DeadLetterDiscardedProto Write(DeadLetterDiscarded discarded) => new()
    {
        Topic = discarded.Queue.Topic.Value,
        Queue = discarded.Queue.Number,
        Offset = discarded.Offset,
        Who = discarded.Who,
        Why = discarded.Why,
        At = discarded.At.UtcTicks,
    };

    private static DeadLetterDiscarded Read(DeadLetterDiscardedProto proto) =>
        new(new QueueId(new Topic(proto.Topic), proto.Queue), proto.Offset, proto.Who, proto.Why, Time(proto.At));

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
