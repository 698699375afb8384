using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Common;

namespace Coordinator.Participants.Consuming;

/// <summary>One consumer that was added to the host of this process.</summary>
/// <param name="Group">The group.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Options">Options.</param>
/// <param name="Handler">Makes the handler of the services of the host.</param>
internal sealed record Subscription(
    ConsumerGroup Group,
    Topic Topic,
    ConsumerOptions Options,
    Func<IServiceProvider, ISubscriptionHandler> Handler)
{
    public SubscriptionKey Key => new(Group, Topic);

    /// <summary>Finds errors that only the services of the host can tell, one sentence for each.</summary>
    public Func<IServiceProvider, IEnumerable<string>> Problems { get; init; } = _ => [];

    public Subscribe ToSubscribe() => new(Group, Topic, Options.StartFrom, Options.Room, Options.Lease, Options.Tags, Options.Places);
}
