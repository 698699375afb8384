using System.Runtime.CompilerServices;
using System.Runtime.Serialization;
using Coordinator.Contracts;
using Coordinator.NodeProtocol.Proto;

namespace Coordinator.NodeProtocol;

/// <summary>Values that several messages share.</summary>
internal static class NodeValues
{
    public static QueueProto ToProto(this QueueId queue) => new() { Topic = queue.Topic.Value, Number = queue.Number };

    public static QueueId ToQueue(this QueueProto proto) => new(new Topic(proto.Topic), proto.Number);

    public static long Ticks(DateTimeOffset time) => time.UtcTicks;

    public static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    public static TEnum Member<TEnum>(int value) where TEnum : struct, Enum
    {
        var member = Unsafe.BitCast<int, TEnum>(value);
        return Enum.IsDefined(member)
            ? member
            : throw new SerializationException($"The {typeof(TEnum).Name} {value} is unknown to this release: a newer node sent it.");
    }
}
