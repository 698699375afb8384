using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Common;

namespace Coordinator.Participants.Consuming;

/// <summary>One consumer that was added to the host of this process.</summary>
internal sealed record Subscription(
    ConsumerGroup Group,
    Topic Topic,
    ConsumerOptions Options,
    Func<IServiceProvider, ReceivedMessage, CancellationToken, Task> Handler)
{
    public SubscriptionKey Key => new(Group, Topic);

    public Subscribe ToSubscribe() => new(Group, Topic, Options.StartFrom, Options.Room, Options.Lease, Options.Tags, Options.Concurrency);
}
