using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;

namespace Coordinator.Participants;

/// <summary>One consumer of this process, as it was added to the host.</summary>
internal sealed record Subscription(
    ConsumerGroup Group,
    Topic Topic,
    ConsumerOptions Options,
    Func<IServiceProvider, ReceivedMessage, CancellationToken, Task> Handler)
{
    public SubscriptionKey Key => new(Group, Topic);

    public Subscribe ToSubscribe() => new(Group, Topic, Options.StartFrom, Options.Room, Options.Lease, Options.Tags);
}

internal readonly record struct SubscriptionKey(ConsumerGroup Group, Topic Topic);
