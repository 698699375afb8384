using System.Globalization;
using System.Text;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Harness.Histories;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Producing;

namespace Coordinator.EndToEnd.Tests.Participants;

/// <summary>Messages of the load, and their form in a history.</summary>
internal static class LoadMessages
{
    public const string Topic = "load.orders";
    private const int Keys = 12;

    public static Message[] Of(TransactionId id, Random random) =>
    [
        .. Enumerable.Range(0, random.Next(1, 4)).Select(index => new Message
        {
            Topic = new Topic(Topic),
            OrderingKey = string.Create(CultureInfo.InvariantCulture, $"customer-{random.Next(Keys)}"),
            Body = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}/{index}")),
        }),
    ];

    public static Begun Begun(TransactionId id, LocalOutcome outcome, IEnumerable<Message> messages) => new(
        id.Value, outcome.ToString(), [.. messages.Select(message => new Sent(message.OrderingKey, Text(message.Body)))]);

    public static Arrived Arrived(ReceivedMessage message) => new(
        message.Group.Value,
        message.Id.ToString(),
        message.OrderingKey,
        message.Delivery.Queue.ToString(),
        message.Delivery.Offset,
        message.Attempt,
        Text(message.Body));

    private static string Text(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetString(body.Span);
}
