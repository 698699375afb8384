using System.Runtime.Serialization;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Schemas.Proto;
using Coordinator.NodeProtocol;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery.Schemas;

/// <summary>Values that messages of deliveries and dead letters share.</summary>
internal static class DeliveryValues
{
    public static GroupQueueProto Of(QueueId queue, ConsumerGroup group) =>
        new() { Topic = queue.Topic.Value, Queue = queue.Number, Group = group.Value };

    public static GroupQueueProto Of(IGroupMessage message) => Of(message.Queue, message.Group);

    public static QueueId QueueOf(GroupQueueProto proto) => new(new Topic(proto.Topic), proto.Queue);

    public static ConsumerGroup GroupOf(GroupQueueProto proto) => new(proto.Group);

    public static StartProto ToProto(this StartPosition start) => start switch
    {
        StartPosition.End => new() { End = true },
        StartPosition.Beginning => new() { Beginning = true },
        StartPosition.At at => new() { At = NodeValues.Ticks(at.Time) },
        _ => throw new ArgumentOutOfRangeException(nameof(start), start, "This start position has no schema."),
    };

    public static StartPosition ToStart(this StartProto proto) => proto.StartCase switch
    {
        StartProto.StartOneofCase.End => StartPosition.FromEnd,
        StartProto.StartOneofCase.Beginning => StartPosition.FromBeginning,
        StartProto.StartOneofCase.At => new StartPosition.At(NodeValues.Time(proto.At)),
        _ => throw new SerializationException("The start position is unknown to this release: a newer node sent it."),
    };
}
