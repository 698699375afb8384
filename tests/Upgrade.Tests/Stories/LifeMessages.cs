using System.Globalization;
using System.Text;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Participants.Consuming;

namespace Coordinator.Upgrade.Tests.Stories;

/// <summary>Messages that are sent to the recorded cluster. The key of a message determines its outcome.</summary>
internal static class LifeMessages
{
    public const string Paid = "orders.paid";
    public const string Shipped = "orders.shipped";

    /// <summary>Topic to whose queues nothing is written while the recording runs.</summary>
    public const string Harbour = "harbour.closed";

    public const string Taken = "taken";
    public const string Held = "held";
    public const string Later = "later";
    public const string Refused = "refused";

    /// <summary>
    /// Delay that is longer than a recording takes, so that the messages wait when it ends and are due whenever it is replayed.
    /// </summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(45);

    /// <summary>Gets messages for every queue, of which some are taken, with others between them that are not.</summary>
    public static Message[] Mixed { get; } = [.. Enumerable.Range(0, 24).Select(index => Of(Paid, FateOf(index)))];

    public static Message[] OnePlain { get; } = [Of(Paid, Taken)];

    public static Message[] Several { get; } =
    [
        Of(Paid, Taken) with
        {
            Tag = "gold", OrderingKey = "anna", Properties = new Dictionary<string, string> { ["b"] = "ü", ["a"] = "1" },
        },
        Of(Paid, Taken) with { Tag = "silver", OrderingKey = "anna" },
        Of(Shipped, Taken),
    ];

    public static Message[] Delayed { get; } = [Of(Paid, Taken) with { Delay = Wait }];

    public static Message[] Cut { get; } = [Of(Harbour, Taken)];

    /// <summary>Gets the ids of messages, which are the same in every group.</summary>
    public static IEnumerable<string> Ids(string transaction, IReadOnlyList<Message> messages, params string[] fates) =>
        messages.Index()
            .Where(message => fates.Contains(message.Item.Key))
            .Select(message => new MessageId(new TransactionId(transaction), message.Index).ToString());

    public static Task HandleAsync(ReceivedMessage message, CancellationToken ct) => message.Key switch
    {
        Held => Task.Delay(Timeout.InfiniteTimeSpan, ct),
        Later => throw new RetryLaterException(Wait, "the store is closed"),
        Refused when message.Attempt == 1 => throw new RejectMessageException("no such order"),
        _ => Task.CompletedTask,
    };

    private static string FateOf(int index) => (index % 6) switch
    {
        2 => Held,
        4 => Later,
        5 => Refused,
        _ => Taken,
    };

    private static Message Of(string topic, string fate) => new()
    {
        Topic = new Topic(topic),
        Key = fate,
        Body = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"an order that is {fate}")),
    };
}
