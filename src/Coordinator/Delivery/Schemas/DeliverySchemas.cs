using Coordinator.Contracts;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Delivery.Progress;
using Coordinator.Delivery.Schemas.Proto;
using Coordinator.Persistence.Schemas;
using Google.Protobuf.Collections;

namespace Coordinator.Delivery.Schemas;

internal static class DeliverySchemas
{
    public const string Changes = "gc";
    public const string LetterAcknowledged = "dk";

    public static IReadOnlyList<JournalSchema> All { get; } =
    [
        JournalSchema.Of<ProgressSnapshot, GroupProgressProto>("gp", GroupProgressProto.Parser, Write, Read),
        JournalSchema.Of<ProgressChanges, ProgressChangesProto>(Changes, ProgressChangesProto.Parser, Write, Read),
        JournalSchema.Of<DeadLettered, DeadLetteredProto>("dl", DeadLetteredProto.Parser, Write, Read),
        JournalSchema.Of<DeadLetterReplayed, DeadLetterReplayedProto>("dr", DeadLetterReplayedProto.Parser, Write, Read),
        JournalSchema.Of<DeadLetterDiscarded, DeadLetterDiscardedProto>("dd", DeadLetterDiscardedProto.Parser, Write, Read),
        JournalSchema.Of<DeadLetterAcknowledged, DeadLetterAcknowledgedProto>(
            LetterAcknowledged, DeadLetterAcknowledgedProto.Parser, Write, Read),
        JournalSchema.Of<LettersForgotten, LettersForgottenProto>("df", LettersForgottenProto.Parser, Write, Read),
        .. ReplaySchemas.All,
    ];

    private static GroupProgressProto Write(ProgressSnapshot progress)
    {
        var proto = new GroupProgressProto { Cursor = progress.Cursor, Tag = progress.Tag, Missed = progress.Missed };
        Write(progress.Pending, proto.Pending);
        if (progress.Rewound is { } rewound)
        {
            proto.RewoundBy = rewound.Who;
            proto.RewoundAt = rewound.When.UtcTicks;
        }

        if (progress.Replayed is { } mark)
            (proto.Replay, proto.ReplayedLetter) = (mark.Replay, mark.Number);
        proto.Filter = FilterSchemas.Write(progress.Filter);
        FilterSchemas.Write(progress.Skipped, proto.Skipped);
        return proto;
    }

    private static ProgressChangesProto Write(ProgressChanges changes)
    {
        var proto = new ProgressChangesProto { Tag = changes.Tag, After = changes.After, Cursor = changes.Cursor, Missed = changes.Missed };
        Write(changes.Pending, proto.Pending);
        var previous = 0L;
        foreach (var offset in changes.Settled)
        {
            proto.Settled.Add(offset - previous);
            previous = offset;
        }

        if (changes.Replayed is { } mark)
            (proto.Replay, proto.ReplayedLetter) = (mark.Replay, mark.Number);
        proto.Filter = FilterSchemas.Write(changes.Filter);
        FilterSchemas.Write(changes.Skipped, proto.Skipped);
        return proto;
    }

    private static ProgressChanges Read(ProgressChangesProto proto)
    {
        var settled = new long[proto.Settled.Count];
        var offset = 0L;
        for (var i = 0; i < settled.Length; i++)
            settled[i] = offset += proto.Settled[i];
        return new ProgressChanges(
            proto.Tag,
            proto.After,
            proto.Cursor,
            Read(proto.Pending),
            settled,
            proto.HasReplay ? new ReplayMark(proto.Replay, proto.ReplayedLetter) : null,
            FilterSchemas.Read(proto.Filter),
            FilterSchemas.Read(proto.Skipped),
            proto.Missed);
    }

    private static void Write(IReadOnlyList<PendingOffset> pending, RepeatedField<PendingOffsetProto> proto)
    {
        proto.Capacity = pending.Count;
        var previous = 0L;
        foreach (var message in pending)
        {
            proto.Add(Write(message, message.Offset - previous));
            previous = message.Offset;
        }
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
            Suspect = pending.Suspect,
            Wait = pending.Wait.Ticks,
            TagHash = pending.TagHash,
        };
        if (pending.Key is { } key)
            proto.Key = key;
        if (pending.Reason is { } reason)
            proto.Reason = reason;
        return proto;
    }

    private static ProgressSnapshot Read(GroupProgressProto proto) => new(
        proto.Cursor,
        Read(proto.Pending),
        proto.HasRewoundBy ? new Rewound(proto.RewoundBy, Time(proto.RewoundAt)) : null,
        proto.HasReplay ? new ReplayMark(proto.Replay, proto.ReplayedLetter) : null,
        proto.Tag,
        FilterSchemas.Read(proto.Filter),
        FilterSchemas.Read(proto.Skipped),
        proto.Missed);

    private static PendingOffset[] Read(RepeatedField<PendingOffsetProto> proto)
    {
        var pending = new PendingOffset[proto.Count];
        var offset = 0L;
        for (var i = 0; i < pending.Length; i++)
        {
            var read = proto[i];
            offset += read.Gap;
            pending[i] = new PendingOffset(
                offset,
                read.Attempt,
                read.Failures,
                Time(read.DueAt),
                read.HasReason ? read.Reason : null,
                read.DeadLettering,
                read.Suspect,
                new TimeSpan(read.Wait),
                read.HasKey ? read.Key : null,
                read.TagHash);
        }

        return pending;
    }

    private static DeadLetterAcknowledgedProto Write(DeadLetterAcknowledged acknowledged)
    {
        var proto = new DeadLetterAcknowledgedProto
        {
            Number = acknowledged.Number,
            Attempt = acknowledged.Attempt,
            At = acknowledged.At.UtcTicks,
        };
        if (acknowledged.Instance is { } instance)
            proto.Instance = instance.Value;
        return proto;
    }

    private static DeadLetterAcknowledged Read(DeadLetterAcknowledgedProto proto) =>
        new(proto.Number, proto.Attempt, proto.HasInstance ? InstanceId.Read(proto.Instance) : null, Time(proto.At));

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
            Generation = letter.Generation,
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
        Time(proto.At),
        proto.Generation);

    private static LettersForgottenProto Write(LettersForgotten forgotten) => new()
    {
        Forgotten = { forgotten.Forgotten.Select(topic => new ForgottenTopicProto { Topic = topic.Topic.Value, Generation = topic.Generation }) },
        Letters = forgotten.Letters,
        Who = forgotten.Who,
        Why = forgotten.Why,
        At = forgotten.At.UtcTicks,
    };

    private static LettersForgotten Read(LettersForgottenProto proto) => new(
        [.. proto.Forgotten.Select(topic => new ForgottenTopic(new Topic(topic.Topic), topic.Generation))],
        proto.Letters,
        proto.Who,
        proto.Why,
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
