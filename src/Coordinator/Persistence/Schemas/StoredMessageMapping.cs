using System.Collections.ObjectModel;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Persistence.Schemas.Proto;
using Google.Protobuf;

namespace Coordinator.Persistence.Schemas;

internal static class StoredMessageMapping
{
    public static StoredMessage ToStored(this Message message)
    {
        var stored = new StoredMessage
        {
            Topic = message.Topic.Value,
            Body = UnsafeByteOperations.UnsafeWrap(message.Body),
            DelayMs = (long)message.Delay.TotalMilliseconds,
        };
        if (message.Key is { } key)
            stored.Key = key;
        if (message.OrderingKey is { } orderingKey)
            stored.OrderingKey = orderingKey;
        if (message.Tag is { } tag)
            stored.Tag = tag;
        if (message.Properties.Count > 0)
        {
            stored.Properties.AddRange(message.Properties
                .OrderBy(property => property.Key, StringComparer.Ordinal)
                .Select(property => new StoredProperty { Name = property.Key, Value = property.Value }));
        }

        return stored;
    }

    public static Message ToMessage(this StoredMessage stored) => new()
    {
        Topic = new Topic(stored.Topic),
        Body = stored.Body.Memory,
        Key = stored.HasKey ? stored.Key : null,
        OrderingKey = stored.HasOrderingKey ? stored.OrderingKey : null,
        Tag = stored.HasTag ? stored.Tag : null,
        Delay = TimeSpan.FromMilliseconds(stored.DelayMs),
        Properties = stored.Properties.Count == 0
            ? ReadOnlyDictionary<string, string>.Empty
            : stored.Properties.ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal),
    };
}
