using System.Globalization;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Topics.Log;
using Coordinator.Transactions;

namespace Coordinator.Microbenchmarks;

/// <summary>Messages as the benchmark sends them: 128 bytes, no key.</summary>
internal static class Sample
{
    public static readonly Topic Topic = new("bench");
    public static readonly QueueId Queue = new(Topic, 2);
    public static readonly ProducerGroup Producers = new("bench-producers");
    public static readonly ConsumerGroup Consumers = new("bench-consumers");
    public static readonly InstanceId Instance = new("bench-1");
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static Message Message { get; } = new() { Topic = Topic, Body = new byte[128] };

    public static TransactionId Id(int number) => new(string.Create(CultureInfo.InvariantCulture, $"{number:x32}"));

    public static PrepareTransaction Prepare { get; } =
        new(Id(1), Producers, Instance, [new RoutedMessage(Message, Queue.Number)], null);

    public static QueueEntry Entry(int offset) => new(offset, new MessageId(Id(offset), 0), Message, Now, Now);
}
