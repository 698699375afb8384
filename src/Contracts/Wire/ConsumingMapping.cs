using System.Runtime.Serialization;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Wire.Proto;

namespace Coordinator.Contracts.Wire;

internal static class ConsumingMapping
{
    public static SubscribeProto ToProto(this Subscribe subscribe)
    {
        var proto = new SubscribeProto
        {
            Group = subscribe.Group.Value,
            Topic = subscribe.Topic.Value,
            MaxInFlight = subscribe.MaxInFlight,
            Concurrency = subscribe.Concurrency,
        };
        proto.Tags.AddRange(subscribe.Tags.Order(StringComparer.Ordinal));
        if (subscribe.Lease is { } lease)
            proto.LeaseMs = (long)lease.TotalMilliseconds;
        switch (subscribe.Start)
        {
            case StartPosition.End:
                proto.End = true;
                break;
            case StartPosition.Beginning:
                proto.Beginning = true;
                break;
            case StartPosition.At at:
                proto.AtUnixMs = at.Time.ToUnixTimeMilliseconds();
                break;
            default:
                throw new ArgumentException($"start position {subscribe.Start} has no schema.", nameof(subscribe));
        }

        return proto;
    }

    public static Subscribe ToDomain(this SubscribeProto proto) => new(
        new ConsumerGroup(proto.Group),
        new Topic(proto.Topic),
        proto.StartCase switch
        {
            SubscribeProto.StartOneofCase.Beginning => StartPosition.FromBeginning,
            SubscribeProto.StartOneofCase.AtUnixMs =>
                new StartPosition.At(DateTimeOffset.FromUnixTimeMilliseconds(proto.AtUnixMs)),
            SubscribeProto.StartOneofCase.End => StartPosition.FromEnd,
            _ => throw new SerializationException("Unknown start position of a subscription. It may come from a newer release."),
        },
        proto.MaxInFlight,
        MessageMapping.Milliseconds(proto.HasLeaseMs, proto.LeaseMs),
        proto.Tags.ToArray(),
        proto.Concurrency);

    public static SubscribeReplyProto ToProto(this SubscribeReply reply)
    {
        var proto = new SubscribeReplyProto
        {
            Group = reply.Group.Value,
            Topic = reply.Topic.Value,
            Accepted = reply.Accepted,
            Retryable = reply.Retryable,
        };
        if (reply.Detail is { } detail)
            proto.Detail = detail;
        return proto;
    }

    public static SubscribeReply ToDomain(this SubscribeReplyProto proto) => new(
        new ConsumerGroup(proto.Group),
        new Topic(proto.Topic),
        proto.Accepted,
        proto.Retryable,
        proto.HasDetail ? proto.Detail : null);

    public static UnsubscribeProto ToProto(this Unsubscribe unsubscribe) =>
        new() { Group = unsubscribe.Group.Value, Topic = unsubscribe.Topic.Value };

    public static Unsubscribe ToDomain(this UnsubscribeProto proto) =>
        new(new ConsumerGroup(proto.Group), new Topic(proto.Topic));

    public static DeliverProto ToProto(this Deliver deliver) => new()
    {
        Delivery = deliver.Delivery.ToProto(),
        Transaction = deliver.Id.Transaction.Value,
        Index = deliver.Id.Index,
        Message = deliver.Message.ToProto(),
        CommittedAtUnixMs = deliver.CommittedAt.ToUnixTimeMilliseconds(),
        LeaseMs = (long)deliver.Lease.TotalMilliseconds,
        Alone = deliver.Alone,
    };

    public static Deliver ToDomain(this DeliverProto proto) => new(
        proto.Delivery.ToDomain(),
        new MessageId(new TransactionId(proto.Transaction), proto.Index),
        proto.Message?.ToMessage() ?? throw new SerializationException("The message of a delivery is missing."),
        DateTimeOffset.FromUnixTimeMilliseconds(proto.CommittedAtUnixMs),
        TimeSpan.FromMilliseconds(proto.LeaseMs),
        proto.Alone);

    public static AcknowledgeProto ToProto(this Acknowledge acknowledge) => new() { Delivery = acknowledge.Delivery.ToProto() };

    public static Acknowledge ToDomain(this AcknowledgeProto proto) => new(proto.Delivery.ToDomain());

    public static RetryProto ToProto(this Retry retry)
    {
        var proto = new RetryProto { Delivery = retry.Delivery.ToProto() };
        if (retry.Delay is { } delay)
            proto.DelayMs = (long)delay.TotalMilliseconds;
        if (retry.Reason is { } reason)
            proto.Reason = reason;
        return proto;
    }

    public static Retry ToDomain(this RetryProto proto) => new(
        proto.Delivery.ToDomain(),
        MessageMapping.Milliseconds(proto.HasDelayMs, proto.DelayMs),
        proto.HasReason ? proto.Reason : null);

    public static RejectProto ToProto(this Reject reject)
    {
        var proto = new RejectProto { Delivery = reject.Delivery.ToProto() };
        if (reject.Reason is { } reason)
            proto.Reason = reason;
        return proto;
    }

    public static Reject ToDomain(this RejectProto proto) =>
        new(proto.Delivery.ToDomain(), proto.HasReason ? proto.Reason : null);

    public static HandBackProto ToProto(this HandBack handBack) => new() { Delivery = handBack.Delivery.ToProto() };

    public static HandBack ToDomain(this HandBackProto proto) => new(proto.Delivery.ToDomain());

    public static RenewLeasesProto ToProto(this RenewLeases renew)
    {
        var proto = new RenewLeasesProto
        {
            Group = renew.Group.Value,
            Topic = renew.Queue.Topic.Value,
            Queue = renew.Queue.Number,
            Epoch = renew.Epoch,
        };
        foreach (var running in renew.Running)
            proto.Running.Add(new RunningDeliveryProto { Offset = running.Offset, Attempt = running.Attempt });
        return proto;
    }

    public static RenewLeases ToDomain(this RenewLeasesProto proto) => new(
        new ConsumerGroup(proto.Group),
        new QueueId(new Topic(proto.Topic), proto.Queue),
        proto.Running.Count <= RenewLeases.MaxRunning
            ? [.. proto.Running.Select(running => new RunningDelivery(running.Offset, running.Attempt))]
            : throw new SerializationException(
                $"A request renews at most {RenewLeases.MaxRunning} leases, but this one has {proto.Running.Count}."),
        proto.Epoch);

    public static MayBeginProto ToProto(this MayBegin begin) =>
        new() { Delivery = begin.Delivery.ToProto(), IsAlone = begin.IsAlone };

    public static MayBegin ToDomain(this MayBeginProto proto) => new(proto.Delivery.ToDomain(), proto.IsAlone);

    public static BeginProto ToProto(this Begin begin) => new() { Delivery = begin.Delivery.ToProto() };

    public static Begin ToDomain(this BeginProto proto) => new(proto.Delivery.ToDomain());

    public static SettledBelowProto ToProto(this SettledBelow settled)
    {
        var proto = new SettledBelowProto
        {
            Group = settled.Group.Value,
            Topic = settled.Queue.Topic.Value,
            Queue = settled.Queue.Number,
            Epoch = settled.Epoch,
            Bound = settled.Bound,
        };
        proto.Except.AddRange(settled.Except);
        return proto;
    }

    public static SettledBelow ToDomain(this SettledBelowProto proto) => new(
        new ConsumerGroup(proto.Group),
        new QueueId(new Topic(proto.Topic), proto.Queue),
        proto.Epoch,
        proto.Bound,
        proto.Except.Count <= SettledBelow.MaxExcept
            ? proto.Except.ToArray()
            : throw new SerializationException(
                $"A bound has at most {SettledBelow.MaxExcept} exceptions, but this one has {proto.Except.Count}."));

    private static DeliveryIdProto ToProto(this DeliveryId delivery) => new()
    {
        Group = delivery.Group.Value,
        Topic = delivery.Queue.Topic.Value,
        Queue = delivery.Queue.Number,
        Offset = delivery.Offset,
        Attempt = delivery.Attempt,
        Epoch = delivery.Epoch,
    };

    private static DeliveryId ToDomain(this DeliveryIdProto? proto) => proto is null
        ? throw new SerializationException("The id of a delivery is missing.")
        : new(new ConsumerGroup(proto.Group), new QueueId(new Topic(proto.Topic), proto.Queue), proto.Offset, proto.Attempt) { Epoch = proto.Epoch };
}
