using System.Collections.ObjectModel;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Wire.Proto;
using Google.Protobuf;

namespace Coordinator.Contracts.Wire;

internal static class MessageMapping
{
    public static MessageProto ToProto(this Message message)
    {
        var proto = new MessageProto
        {
            Topic = message.Topic.Value,
            Body = UnsafeByteOperations.UnsafeWrap(message.Body),
            DelayMs = (long)message.Delay.TotalMilliseconds,
        };
        if (message.Key is { } key)
            proto.Key = key;
        if (message.OrderingKey is { } orderingKey)
            proto.OrderingKey = orderingKey;
        if (message.Tag is { } tag)
            proto.Tag = tag;
        if (message.Properties.Count > 0)
        {
            proto.Properties.AddRange(message.Properties
                .OrderBy(property => property.Key, StringComparer.Ordinal)
                .Select(property => new PropertyProto { Name = property.Key, Value = property.Value }));
        }

        return proto;
    }

    public static Message ToMessage(this MessageProto proto) => new()
    {
        Topic = new Topic(proto.Topic),
        Body = proto.Body.Memory,
        Key = proto.HasKey ? proto.Key : null,
        OrderingKey = proto.HasOrderingKey ? proto.OrderingKey : null,
        Tag = proto.HasTag ? proto.Tag : null,
        Delay = TimeSpan.FromMilliseconds(proto.DelayMs),
        Properties = proto.Properties.Count == 0
            ? ReadOnlyDictionary<string, string>.Empty
            : proto.Properties.ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal),
    };

    public static Message[] ToMessages(this IReadOnlyList<MessageProto> protos)
    {
        var messages = new Message[protos.Count];
        for (var i = 0; i < messages.Length; i++)
            messages[i] = protos[i].ToMessage();
        return messages;
    }

    public static TimeSpan? Milliseconds(bool present, long value) => present ? TimeSpan.FromMilliseconds(value) : null;
}
