using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using CsCheck;

namespace Coordinator.Contracts.Tests.Wire;

/// <summary>Random wire messages.</summary>
internal static class WireMessages
{
    private static readonly Gen<string> Name =
        Gen.Char["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-"].Array[1, 64]
            .Select(text => new string(text));

    // A lone surrogate is no text: UTF-8 has no bytes for it.
    private static readonly Gen<string> Text = Gen.String[0, 40].Where(text => !text.Any(char.IsSurrogate));
    private static readonly Gen<string?> MaybeText = Gen.Select(Gen.Bool, Text, (none, text) => none ? null : text);
    private static readonly Gen<TimeSpan> Duration = Gen.Long[0, 100_000_000_000].Select(TimeSpan.FromMilliseconds);
    private static readonly Gen<TimeSpan?> MaybeDuration =
        Gen.Select(Gen.Bool, Duration, (none, time) => none ? (TimeSpan?)null : time);
    private static readonly Gen<DateTimeOffset> Time =
        Gen.Long[-1_000_000_000, 4_000_000_000_000].Select(DateTimeOffset.FromUnixTimeMilliseconds);

    private static readonly Gen<TransactionId> Id = Name.Select(name => new TransactionId(name));
    private static readonly Gen<ProducerGroup> Producers = Name.Select(name => new ProducerGroup(name));
    private static readonly Gen<ConsumerGroup> Consumers = Name.Select(name => new ConsumerGroup(name));
    private static readonly Gen<Topic> Topic = Name.Select(name => new Topic(name));

    private static readonly Gen<Message> Message =
        Gen.Select(Topic, Gen.Byte.Array[0, 200], MaybeText, MaybeText, MaybeText).Select(
            Gen.Dictionary(Text, Text)[0, 5],
            Duration,
            (parts, properties, delay) => new Message
            {
                Topic = parts.Item1,
                Body = parts.Item2,
                Key = parts.Item3,
                OrderingKey = parts.Item4,
                Tag = parts.Item5,
                Properties = properties,
                Delay = delay,
            });

    private static readonly Gen<DeliveryId> Delivery = Gen.Select(
        Consumers, Topic, Gen.Int, Gen.Long, Gen.Int, Gen.Long,
        (group, topic, queue, offset, attempt, epoch) => new DeliveryId(group, new QueueId(topic, queue), offset, attempt) { Epoch = epoch });

    private static readonly Gen<StartPosition> Start = Gen.OneOf(
        Gen.Const(StartPosition.FromEnd),
        Gen.Const(StartPosition.FromBeginning),
        Time.Select(time => (StartPosition)new StartPosition.At(time)));

    private static readonly Gen<ReadOnlyMemory<byte>> Bytes = Gen.Byte.Array[0, 40].Select(bytes => new ReadOnlyMemory<byte>(bytes));
    private static readonly Gen<string[]> Texts = Text.Array[0, 4];

    public static Gen<IFrameItem> Item { get; } = Gen.OneOf<IFrameItem>(
        Gen.Select(Id, Producers, Message.Array[0, 4], MaybeDuration, Gen.Long, Gen.Bool, (id, group, messages, timeout, number, isNew) =>
            (IFrameItem)new Prepare(id, group, messages, timeout, number, isNew)),
        Gen.Select(Id, Producers, Message.Array[0, 4], Gen.Long, (id, group, messages, number) =>
            (IFrameItem)new HandOver(id, group, messages, number)),
        Gen.Select(Id, Producers, Gen.Long, (id, group, number) => (IFrameItem)new Commit(id, group, number)),
        Gen.Select(Id, Producers, MaybeText, Gen.Long, (id, group, reason, number) =>
            (IFrameItem)new Rollback(id, group, reason, number)),
        Gen.Select(
            Id, Gen.Enum<TransactionCommandKind>(), Gen.Enum<TransactionOutcome>(), Gen.Enum<TransactionPhase>(), MaybeText, Gen.Select(Gen.Long, Gen.Long),
            (id, command, outcome, phase, detail, numbers) =>
                (IFrameItem)new TransactionReply(id, command, outcome, phase, detail, numbers.Item1, numbers.Item2)),
        Gen.Select(Id, Producers, Gen.Int, Message.Array[0, 4], (id, group, number, messages) =>
            (IFrameItem)new CheckTransaction(id, group, number, messages)),
        Gen.Select(Id, Producers, Gen.Int, Gen.Enum<CheckVerdict>(), MaybeText, (id, group, number, verdict, detail) =>
            (IFrameItem)new CheckAnswer(id, group, number, verdict, detail)),
        Gen.Select(Producers, Time, Id.Array[0, 4], (group, time, ids) => (IFrameItem)new FinalIds(group, time, ids)),
        Gen.Select(
            Consumers, Topic, Start, Gen.Int, MaybeDuration, Texts, Gen.Int, (group, topic, start, room, lease, tags, concurrency) =>
                (IFrameItem)new Subscribe(group, topic, start, room, lease, [.. tags.Order(StringComparer.Ordinal)], concurrency)),
        Gen.Select(Consumers, Topic, Gen.Bool, Gen.Bool, MaybeText, (group, topic, accepted, retryable, detail) =>
            (IFrameItem)new SubscribeReply(group, topic, accepted, retryable, detail)),
        Gen.Select(Consumers, Topic, (group, topic) => (IFrameItem)new Unsubscribe(group, topic)),
        Gen.Select(Delivery, Id, Gen.Int, Message, Time, Duration, Gen.Bool, (delivery, id, index, message, time, lease, alone) =>
            (IFrameItem)new Deliver(delivery, new MessageId(id, index), message, time, lease, alone)),
        Gen.Select(Delivery, Gen.Select(Gen.Long, Gen.Int).Array[0, 4], (delivery, running) => (IFrameItem)new RenewLeases(
            delivery.Group, delivery.Queue, [.. running.Select(one => new RunningDelivery(one.Item1, one.Item2))], delivery.Epoch)),
        Gen.Select(Delivery, Gen.Long.Array[0, 4], (delivery, except) => (IFrameItem)new SettledBelow(
            delivery.Group, delivery.Queue, delivery.Epoch, delivery.Offset, except)),
        Gen.Select(Delivery, Gen.Bool, (delivery, alone) => (IFrameItem)new MayBegin(delivery, alone)),
        Delivery.Select(delivery => (IFrameItem)new Begin(delivery)),
        Delivery.Select(delivery => (IFrameItem)new HandBack(delivery)),
        Delivery.Select(delivery => (IFrameItem)new Acknowledge(delivery)),
        Gen.Select(Delivery, MaybeDuration, MaybeText, (delivery, delay, reason) =>
            (IFrameItem)new Retry(delivery, delay, reason)),
        Gen.Select(Delivery, MaybeText, (delivery, reason) => (IFrameItem)new Reject(delivery, reason)),
        Gen.Long.Select(number => (IFrameItem)new Heartbeat(number)),
        Gen.Select(Text, Gen.Bool, Gen.Bool, (reason, superseded, moves) => (IFrameItem)new SessionClosed(reason, superseded, moves)),
        Texts.Select(nodes => (IFrameItem)new NodesChanged(nodes)));

    public static Gen<IWireMessage> Any { get; } = Gen.OneOf<IWireMessage>(
        Item.Array[0, 6].Select(items => (IWireMessage)new Frame(items)),
        Gen.Select(Gen.Int, Name, Producers.Array[0, 3], Gen.Long, MaybeText, Text, (protocol, instance, groups, attempt, name, nonce) =>
            (IWireMessage)new OpenSession(
                protocol, new InstanceId(instance), groups, attempt, name is null ? null : new SessionClaim(name, nonce))),
        Gen.Select(Gen.Long, Bytes, Gen.Int, Text, (attempt, salt, iterations, nonce) =>
            (IWireMessage)new SessionChallenge(attempt, salt, iterations, nonce)),
        Gen.Select(Gen.Long, Bytes, (attempt, proof) => (IWireMessage)new ProveSession(attempt, proof)),
        Gen.Select(Text, Texts, Duration, Duration, Gen.Long, Bytes, (id, nodes, interval, timeout, attempt, signature) =>
            (IWireMessage)new SessionOpened(id, nodes, interval, timeout, attempt, signature)),
        Gen.Select(Gen.Enum<SessionRefusal>(), Text, Gen.Long, (refusal, detail, attempt) =>
            (IWireMessage)new SessionRefused(refusal, detail, attempt)));
}
