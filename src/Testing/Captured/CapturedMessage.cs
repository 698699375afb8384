using Coordinator.Contracts;
using Coordinator.Contracts.Messages;

namespace Coordinator.Testing.Captured;

/// <summary>A committed message, as every consumer group gets it.</summary>
/// <param name="Id">Id of the message. It names its transaction.</param>
/// <param name="Message">Topic, keys, properties and body.</param>
/// <param name="Queue">Queue of the topic that holds it.</param>
/// <param name="Offset">Offset in that queue, from 1.</param>
/// <param name="CommittedAt">Time of the commit, by the clock of the coordinator.</param>
public sealed record CapturedMessage(MessageId Id, Message Message, QueueId Queue, long Offset, DateTimeOffset CommittedAt)
{
    /// <summary>Topic of the message.</summary>
    public Topic Topic => Message.Topic;

    /// <summary>Content of the message.</summary>
    public ReadOnlyMemory<byte> Body => Message.Body;

    /// <summary>Business key; <c>null</c>: none.</summary>
    public string? Key => Message.Key;

    /// <summary>Ordering key; <c>null</c>: none.</summary>
    public string? OrderingKey => Message.OrderingKey;

    /// <summary>Named values of the producer.</summary>
    public IReadOnlyDictionary<string, string> Properties => Message.Properties;
}
