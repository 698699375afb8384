using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;

namespace Coordinator.Hosting.Node;

/// <summary>
/// New homes of the shards that a stopping node had. The oldest node coordinates the shards, and must not leave before the homes are known.
/// Each is a write to all nodes. The next coordinator would find the rest at a region that does not answer any more.
/// </summary>
internal static class ShardHomes
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Completes when no shard coordinator on this node knows a region of this node any more, or when the time is over.</summary>
    /// <param name="system">Actor system of the node.</param>
    /// <param name="regions">Shard regions of the node.</param>
    /// <param name="limit">Longest time.</param>
    /// <param name="time">Clock.</param>
    public static async Task MovedAsync(ActorSystem system, IEnumerable<IActorRef> regions, TimeSpan limit, TimeProvider time)
    {
        using var over = new CancellationTokenSource(limit, time);
        await Task.WhenAll(regions.Select(region => MovedAsync(system, region, time, over.Token)));
    }

    private static async Task MovedAsync(ActorSystem system, IActorRef region, TimeProvider time, CancellationToken over)
    {
        // Akka's path. If it changes, nobody is there, and nothing is waited for.
        var coordinator = system.ActorSelection(region.Path.Parent / $"{region.Path.Name}Coordinator" / "singleton" / "coordinator");
        var self = Cluster.Get(system).SelfAddress;
        while (await KnowsAsync(coordinator, self, over))
            await Task.Delay(Pause, time, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task<bool> KnowsAsync(ActorSelection coordinator, Address node, CancellationToken over)
    {
        try
        {
            var identity = await coordinator.Ask<ActorIdentity>(new Identify(null), AnswerTimeout, over);
            return identity.Subject is { } subject
                && (await subject.Ask<CurrentRegions>(GetCurrentRegions.Instance, AnswerTimeout, over)).Regions.Contains(node);
        }
        catch (AskTimeoutException)
        {
            // It is writing.
            return !over.IsCancellationRequested;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
