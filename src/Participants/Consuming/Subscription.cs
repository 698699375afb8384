using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Common;

namespace Coordinator.Participants.Consuming;

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
