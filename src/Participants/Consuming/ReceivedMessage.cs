using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;

namespace Coordinator.Participants.Consuming;

/// <summary>A committed message, as a handler gets it.</summary>
/// <param name="Id">The same for every redelivery: what an inbox remembers.</param>
/// <param name="Message">What the producer sent.</param>
/// <param name="Delivery">Group, queue, offset and attempt of this hand-over.</param>
/// <param name="CommittedAt">When the transaction was decided, by the coordinator's clock.</param>
public sealed record ReceivedMessage(MessageId Id, Message Message, DeliveryId Delivery, DateTimeOffset CommittedAt)
{
    /// <summary>The topic.</summary>
    public Topic Topic => Message.Topic;

    /// <summary>The group that this hand-over is to.</summary>
    public ConsumerGroup Group => Delivery.Group;

    /// <summary>The bytes that the producer sent.</summary>
    public ReadOnlyMemory<byte> Body => Message.Body;

    /// <summary>The business key; <c>null</c> when the producer gave none.</summary>
    public string? Key => Message.Key;

    /// <summary>The ordering key; <c>null</c> when the producer gave none.</summary>
    public string? OrderingKey => Message.OrderingKey;

    /// <summary>The tag; <c>null</c> when the producer gave none.</summary>
    public string? Tag => Message.Tag;

    /// <summary>Named values of the producer.</summary>
    public IReadOnlyDictionary<string, string> Properties => Message.Properties;

    /// <summary>Which hand-over of this message to this group it is, counted from 1.</summary>
    public int Attempt => Delivery.Attempt;
}
