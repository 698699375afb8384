using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;

namespace Coordinator.Participants.Consuming;

/// <summary>A committed message that a handler receives.</summary>
/// <param name="Id">Id of the message, the same for every redelivery. An inbox records it.</param>
/// <param name="Message">The message of the producer.</param>
/// <param name="Delivery">Group, queue, offset and attempt of this delivery.</param>
/// <param name="CommittedAt">Time of the decision, by the coordinator's clock.</param>
public sealed record ReceivedMessage(MessageId Id, Message Message, DeliveryId Delivery, DateTimeOffset CommittedAt)
{
    /// <summary>Topic of the message.</summary>
    public Topic Topic => Message.Topic;

    /// <summary>Consumer group of this delivery.</summary>
    public ConsumerGroup Group => Delivery.Group;

    /// <summary>Content that the producer sent.</summary>
    public ReadOnlyMemory<byte> Body => Message.Body;

    /// <summary>Business key. <c>null</c> when the producer set none.</summary>
    public string? Key => Message.Key;

    /// <summary>Ordering key. <c>null</c> when the producer set none.</summary>
    public string? OrderingKey => Message.OrderingKey;

    /// <summary>Tag. <c>null</c> when the producer set none.</summary>
    public string? Tag => Message.Tag;

    /// <summary>Named values of the producer.</summary>
    public IReadOnlyDictionary<string, string> Properties => Message.Properties;

    /// <summary>Number of this delivery of the message to the group, counted from 1.</summary>
    public int Attempt => Delivery.Attempt;
}
