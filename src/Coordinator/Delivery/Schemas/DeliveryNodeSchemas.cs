using System.Runtime.Serialization;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Schemas.Proto;
using Coordinator.NodeProtocol;

namespace Coordinator.Delivery.Schemas;

/// <summary>Schemas of the messages to the deliveries of queues to groups, and of their answers.</summary>
internal static class DeliveryNodeSchemas
{
    public static IReadOnlyList<NodeSchema> All { get; } =
    [
        NodeSchema.Of<AttachConsumer, AttachConsumerProto>("ga", AttachConsumerProto.Parser, Write, Read),
        NodeSchema.Of<ConsumerAttached, ConsumerAttachedProto>("gb", ConsumerAttachedProto.Parser, Write, Read),
        NodeSchema.Of<ConsumerRefused, ConsumerAttachedProto>(
            "gc",
            ConsumerAttachedProto.Parser,
            refused => new() { Of = DeliveryValues.Of(refused.Queue, refused.Group) },
            proto => new(DeliveryValues.QueueOf(proto.Of), DeliveryValues.GroupOf(proto.Of))),
        NodeSchema.Of<DetachConsumer, DetachConsumerProto>("gd", DetachConsumerProto.Parser, Write, Read),
        NodeSchema.Of<RenewDeliveries, RenewDeliveriesProto>("gn", RenewDeliveriesProto.Parser, Write, Read),
        NodeSchema.Of<BeginDelivery, BeginDeliveryProto>("gf", BeginDeliveryProto.Parser, Write, Read),
        NodeSchema.Of<SettleDelivery, SettleDeliveryProto>("gs", SettleDeliveryProto.Parser, Write, Read),
        NodeSchema.Of<RewindGroup, RewindGroupProto>("gr", RewindGroupProto.Parser, Write, Read),
        NodeSchema.Of<GroupRewound, GroupRewoundProto>("gw", GroupRewoundProto.Parser, Write, Read),
        NodeSchema.Of<PutBackMessage, PutBackMessageProto>(
            "gp",
            PutBackMessageProto.Parser,
            put => PutBack(DeliveryValues.Of(put), put.Offset, put.Attempts),
            proto => new(DeliveryValues.QueueOf(proto.Of), DeliveryValues.GroupOf(proto.Of), proto.Offset, proto.Attempts)),
        NodeSchema.Of<MessagePutBack, PutBackMessageProto>(
            "gq",
            PutBackMessageProto.Parser,
            put => PutBack(DeliveryValues.Of(put.Queue, put.Group), put.Offset, put.Attempts),
            proto => new(DeliveryValues.QueueOf(proto.Of), DeliveryValues.GroupOf(proto.Of), proto.Offset, proto.Attempts)),
        NodeSchema.Of<PutBackMessages, PutBackMessagesProto>("gt", PutBackMessagesProto.Parser, Write, Read),
        NodeSchema.Of<MessagesPutBack, MessagesPutBackProto>("gu", MessagesPutBackProto.Parser, Write, Read),
        NodeSchema.Of<DescribeGroup, DescribeGroupProto>(
            "gi",
            DescribeGroupProto.Parser,
            describe => new() { Of = DeliveryValues.Of(describe) },
            proto => new(DeliveryValues.QueueOf(proto.Of), DeliveryValues.GroupOf(proto.Of))),
        NodeSchema.Of<GroupDescription, GroupDescriptionProto>("gj", GroupDescriptionProto.Parser, Write, Read),
    ];

    private static AttachConsumerProto Write(AttachConsumer attach)
    {
        var proto = new AttachConsumerProto
        {
            Of = DeliveryValues.Of(attach),
            Instance = attach.Instance.Value,
            Session = ActorPaths.Of(attach.Session),
            Start = attach.Start.ToProto(),
            Room = attach.Room,
            Concurrency = attach.Concurrency,
            Tags = { attach.Tags },
        };
        if (attach.Lease is { } lease)
            proto.LeaseMs = (long)lease.TotalMilliseconds;
        return proto;
    }

    private static AttachConsumer Read(AttachConsumerProto proto, ActorPaths actors) => new(
        DeliveryValues.QueueOf(proto.Of),
        DeliveryValues.GroupOf(proto.Of),
        InstanceId.Read(proto.Instance),
        actors.Find(proto.Session),
        proto.Start.ToStart(),
        [.. proto.Tags],
        proto.Room,
        proto.HasLeaseMs ? TimeSpan.FromMilliseconds(proto.LeaseMs) : null,
        proto.Concurrency);

    private static ConsumerAttachedProto Write(ConsumerAttached attached) =>
        new() { Of = DeliveryValues.Of(attached.Queue, attached.Group) };

    private static ConsumerAttached Read(ConsumerAttachedProto proto) =>
        new(DeliveryValues.QueueOf(proto.Of), DeliveryValues.GroupOf(proto.Of));

    private static DetachConsumerProto Write(DetachConsumer detach) =>
        new() { Of = DeliveryValues.Of(detach), Session = ActorPaths.Of(detach.Session), Loss = (int)detach.Loss };

    private static DetachConsumer Read(DetachConsumerProto proto, ActorPaths actors) =>
        new(DeliveryValues.QueueOf(proto.Of), DeliveryValues.GroupOf(proto.Of), actors.Find(proto.Session), (ConsumerLoss)proto.Loss);

    private static RenewDeliveriesProto Write(RenewDeliveries renew)
    {
        var proto = new RenewDeliveriesProto { Of = DeliveryValues.Of(renew), Instance = renew.Instance.Value, Epoch = renew.Epoch };
        foreach (var running in renew.Running)
            proto.Running.Add(new RunningProto { Offset = running.Offset, Attempt = running.Attempt });
        return proto;
    }

    private static RenewDeliveries Read(RenewDeliveriesProto proto) => new(
        DeliveryValues.QueueOf(proto.Of),
        DeliveryValues.GroupOf(proto.Of),
        [.. proto.Running.Select(running => new RunningDelivery(running.Offset, running.Attempt))],
        InstanceId.Read(proto.Instance),
        proto.Epoch);

    private static BeginDeliveryProto Write(BeginDelivery begin) => new()
    {
        Of = DeliveryValues.Of(begin),
        Offset = begin.Begin.Delivery.Offset,
        Attempt = begin.Begin.Delivery.Attempt,
        IsAlone = begin.Begin.IsAlone,
        Instance = begin.Instance.Value,
        Session = ActorPaths.Of(begin.Session),
        Epoch = begin.Begin.Delivery.Epoch,
    };

    private static BeginDelivery Read(BeginDeliveryProto proto, ActorPaths actors) => new(
        new MayBegin(
            new DeliveryId(DeliveryValues.GroupOf(proto.Of), DeliveryValues.QueueOf(proto.Of), proto.Offset, proto.Attempt) { Epoch = proto.Epoch },
            proto.IsAlone),
        InstanceId.Read(proto.Instance),
        actors.Find(proto.Session));

    private static SettleDeliveryProto Write(SettleDelivery message)
    {
        var delivery = message.Settle.Delivery;
        var proto = new SettleDeliveryProto
        {
            Of = DeliveryValues.Of(message),
            Offset = delivery.Offset,
            Attempt = delivery.Attempt,
            Epoch = delivery.Epoch,
        };
        if (message.Instance is { } instance)
            proto.Instance = instance.Value;
        switch (message.Settle)
        {
            case Acknowledge:
                proto.Acknowledge = true;
                break;
            case Retry retry:
                proto.Retry = Write(retry);
                break;
            case Reject reject:
                proto.Reject = new RejectDeliveryProto();
                if (reject.Reason is { } reason)
                    proto.Reject.Reason = reason;
                break;
            case HandBack:
                proto.HandBack = true;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(message), message, "This settlement has no schema.");
        }

        return proto;
    }

    private static RetryDeliveryProto Write(Retry retry)
    {
        var proto = new RetryDeliveryProto();
        if (retry.Delay is { } delay)
            proto.DelayMs = (long)delay.TotalMilliseconds;
        if (retry.Reason is { } reason)
            proto.Reason = reason;
        return proto;
    }

    private static SettleDelivery Read(SettleDeliveryProto proto)
    {
        var delivery = new DeliveryId(DeliveryValues.GroupOf(proto.Of), DeliveryValues.QueueOf(proto.Of), proto.Offset, proto.Attempt)
        {
            Epoch = proto.Epoch,
        };
        Settle settle = proto.SettleCase switch
        {
            SettleDeliveryProto.SettleOneofCase.Acknowledge => new Acknowledge(delivery),
            SettleDeliveryProto.SettleOneofCase.Retry => new Retry(
                delivery,
                proto.Retry.HasDelayMs ? TimeSpan.FromMilliseconds(proto.Retry.DelayMs) : null,
                proto.Retry.HasReason ? proto.Retry.Reason : null),
            SettleDeliveryProto.SettleOneofCase.Reject => new Reject(delivery, proto.Reject.HasReason ? proto.Reject.Reason : null),
            SettleDeliveryProto.SettleOneofCase.HandBack => new HandBack(delivery),
            _ => throw new SerializationException($"The settlement of {delivery} is unknown to this release: a newer node sent it."),
        };
        return new SettleDelivery(settle, proto.HasInstance ? InstanceId.Read(proto.Instance) : null);
    }

    private static RewindGroupProto Write(RewindGroup rewind)
    {
        var proto = new RewindGroupProto { Of = DeliveryValues.Of(rewind), Who = rewind.Who };
        switch (rewind.To)
        {
            case RewindTarget.Position position:
                proto.Position = position.Start.ToProto();
                break;
            case RewindTarget.Offset offset:
                proto.Next = offset.Next;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(rewind), rewind, "This rewind target has no schema.");
        }

        return proto;
    }

    private static RewindGroup Read(RewindGroupProto proto) => new(
        DeliveryValues.QueueOf(proto.Of),
        DeliveryValues.GroupOf(proto.Of),
        proto.ToCase switch
        {
            RewindGroupProto.ToOneofCase.Position => new RewindTarget.Position(proto.Position.ToStart()),
            RewindGroupProto.ToOneofCase.Next => new RewindTarget.Offset(proto.Next),
            _ => throw new SerializationException("The rewind target is unknown to this release: a newer node sent it."),
        },
        proto.Who);

    private static GroupRewoundProto Write(GroupRewound rewound)
    {
        var proto = new GroupRewoundProto { Of = DeliveryValues.Of(rewound.Queue, rewound.Group), Next = rewound.Next };
        if (rewound.FirstKept > 1)
            proto.FirstKept = rewound.FirstKept;
        return proto;
    }

    private static GroupRewound Read(GroupRewoundProto proto) => new(
        DeliveryValues.QueueOf(proto.Of), DeliveryValues.GroupOf(proto.Of), proto.Next, proto.HasFirstKept ? proto.FirstKept : 1);

    private static PutBackMessageProto PutBack(GroupQueueProto of, long offset, int attempts) =>
        new() { Of = of, Offset = offset, Attempts = attempts };

    private static PutBackMessagesProto Write(PutBackMessages batch) => new()
    {
        Of = DeliveryValues.Of(batch),
        Replay = batch.Replay,
        Letters =
        {
            batch.Letters.Select(letter => new LetterToPutBackProto
            {
                Number = letter.Number, Offset = letter.Offset, Attempts = letter.Attempts,
            }),
        },
    };

    private static PutBackMessages Read(PutBackMessagesProto proto) => new(
        DeliveryValues.QueueOf(proto.Of),
        DeliveryValues.GroupOf(proto.Of),
        proto.Replay,
        [.. proto.Letters.Select(letter => new LetterToPutBack(letter.Number, letter.Offset, letter.Attempts))]);

    private static MessagesPutBackProto Write(MessagesPutBack back) => new()
    {
        Of = DeliveryValues.Of(back.Queue, back.Group),
        Replay = back.Replay,
        UpTo = back.UpTo,
        Missing = { back.Missing },
    };

    private static MessagesPutBack Read(MessagesPutBackProto proto) => new(
        DeliveryValues.QueueOf(proto.Of), DeliveryValues.GroupOf(proto.Of), proto.Replay, proto.UpTo, [.. proto.Missing]);

    private static GroupDescriptionProto Write(GroupDescription description)
    {
        var proto = new GroupDescriptionProto
        {
            Of = DeliveryValues.Of(description.Queue, description.Group),
            Known = description.Known,
            Cursor = description.Cursor,
            Prefix = description.Prefix,
            End = description.End,
            Lag = description.Lag,
            InFlight = description.InFlight,
            Waiting = description.Waiting,
            Held = description.Held,
            Unclaimed = description.Unclaimed,
            Missed = description.Missed,
        };
        if (description.FirstKept > 1)
            proto.FirstKept = description.FirstKept;
        foreach (var member in description.Members)
        {
            proto.Members.Add(new MemberProto
            {
                Instance = member.Instance.Value,
                Room = member.Room,
                InFlight = member.InFlight,
                Tags = { member.Tags },
            });
        }

        foreach (var (tags, seenAt) in description.Filter)
            proto.Filter.Add(new FilterSetDescriptionProto { Tags = { tags }, SeenAt = NodeValues.Ticks(seenAt) });
        foreach (var (tag, count) in description.Skipped)
            proto.Skipped.Add(new SkippedDescriptionProto { Tag = tag, Count = count });
        proto.Waits.Add(description.Waits.Select(WaitValues.Of));
        if (description.Rewound is { } rewound)
        {
            proto.RewoundBy = rewound.Who;
            proto.RewoundAt = NodeValues.Ticks(rewound.When);
        }

        return proto;
    }

    private static GroupDescription Read(GroupDescriptionProto proto) => new(
        DeliveryValues.QueueOf(proto.Of),
        DeliveryValues.GroupOf(proto.Of),
        proto.Known,
        proto.Cursor,
        proto.Prefix,
        proto.End,
        proto.Lag,
        proto.InFlight,
        proto.Waiting,
        proto.Held,
        [.. proto.Members.Select(member => new MemberDescription(
            InstanceId.Read(member.Instance), member.Room, member.InFlight, [.. member.Tags]))],
        proto.HasRewoundBy ? new Rewound(proto.RewoundBy, NodeValues.Time(proto.RewoundAt)) : null,
        [.. proto.Filter.Select(set => new FilterSetDescription([.. set.Tags], NodeValues.Time(set.SeenAt)))],
        [.. proto.Skipped.Select(skipped => new SkippedDescription(skipped.Tag, skipped.Count))],
        proto.Unclaimed,
        [.. proto.Waits.Select(WaitValues.Of)],
        proto.HasFirstKept ? proto.FirstKept : 1,
        proto.Missed);
}
