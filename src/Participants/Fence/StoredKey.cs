using Coordinator.Contracts.Messages;

namespace Coordinator.Participants.Fence;

/// <summary>An ordering key with its topic.</summary>
internal readonly record struct StoredKey(string Topic, string Key) : IComparable<StoredKey>
{
    /// <summary>Returns the ordering keys of messages, each once. Everybody locks them in this order.</summary>
    public static IReadOnlyList<StoredKey> Of(IEnumerable<Message> messages) =>
    [
        .. messages.Where(message => message.OrderingKey is not null)
            .Select(message => new StoredKey(message.Topic.Value, message.OrderingKey!)).Distinct().Order(),
    ];

    public int CompareTo(StoredKey other) =>
        string.CompareOrdinal(Topic, other.Topic) is var topics && topics != 0 ? topics : string.CompareOrdinal(Key, other.Key);
}
