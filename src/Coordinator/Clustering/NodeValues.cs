using System.Runtime.CompilerServices;
using System.Runtime.Serialization;
using Coordinator.Clustering.Proto;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Topics;

namespace Coordinator.Clustering;

/// <summary>Values that several messages have.</summary>
internal static class NodeValues
{
    public static QueueProto ToProto(this QueueId queue) => new() { Topic = queue.Topic.Value, Number = queue.Number };

    public static QueueId ToQueue(this QueueProto proto) => new(new Topic(proto.Topic), proto.Number);

    public static GroupQueueProto Of(QueueId queue, ConsumerGroup group) =>
        new() { Topic = queue.Topic.Value, Queue = queue.Number, Group = group.Value };

    public static GroupQueueProto Of(IGroupMessage message) => Of(message.Queue, message.Group);

    public static QueueId QueueOf(GroupQueueProto proto) => new(new Topic(proto.Topic), proto.Queue);

    public static ConsumerGroup GroupOf(GroupQueueProto proto) => new(proto.Group);

    public static StartProto ToProto(this StartPosition start) => start switch
    {
        StartPosition.End => new() { End = true },
        StartPosition.Beginning => new() { Beginning = true },
        StartPosition.At at => new() { At = Ticks(at.Time) },
        _ => throw new ArgumentOutOfRangeException(nameof(start), start, "no schema"),
    };

    public static StartPosition ToStart(this StartProto proto) => proto.StartCase switch
    {
        StartProto.StartOneofCase.End => StartPosition.FromEnd,
        StartProto.StartOneofCase.Beginning => StartPosition.FromBeginning,
        StartProto.StartOneofCase.At => new StartPosition.At(Time(proto.At)),
        _ => throw new SerializationException("A start position that this release does not know: a newer node sent it."),
    };

    public static long Ticks(DateTimeOffset time) => time.UtcTicks;

    public static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    public static TEnum Member<TEnum>(int value) where TEnum : struct, Enum
    {
        var member = Unsafe.BitCast<int, TEnum>(value);
        return Enum.IsDefined(member)
            ? member
            : throw new SerializationException($"{value} is no {typeof(TEnum).Name} that this release knows: a newer node sent it.");
    }
}
