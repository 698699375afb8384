using Akka;
using Akka.Actor;
using Akka.Event;
using Coordinator.Edge;
using Coordinator.Hosting.Http;
using Coordinator.Sessions;

namespace Coordinator.Hosting.Node;

/// <summary>Drains the sessions on shutdown, while the regions behind them still run.</summary>
internal static class NodeShutdown
{
    /// <summary>Time that the phase may take beyond the drain timeout of the sessions.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    /// <summary>Time in which the shards of this node get their new homes. It is less than the phase may take.</summary>
    private static readonly TimeSpan HomesLimit = TimeSpan.FromSeconds(6);

    public static void Arrange(
        ActorSystem system, IActorRef listener, IReadOnlyList<IActorRef> regions, TimeSpan drainTimeout, NodeState state, EdgeSystem edge)
    {
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(
            CoordinatedShutdown.PhaseServiceRequestsDone,
            "drain-sessions",
            // Shorter than the phase, which would otherwise end in silence before the warning.
            () => DrainAsync(system, listener, drainTimeout + (Margin / 2), state));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "close-edge", async () =>
        {
            await edge.System.Terminate();
            return Done.Instance;
        });
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterShardingShutdownRegion, "shard-homes", async () =>
        {
            await ShardHomes.MovedAsync(system, regions, HomesLimit, TimeProvider.System);
            return Done.Instance;
        });
    }

    private static async Task<Done> DrainAsync(ActorSystem system, IActorRef listener, TimeSpan limit, NodeState state)
    {
        state.Stopping();
        try
        {
            await listener.Ask<ListenerClosed>(new CloseListener(), limit);
        }
        catch (AskTimeoutException)
        {
            system.Log.Warning("Sessions were still open {0} after the shutdown began. Their participants repeat unanswered commands.", limit);
        }

        return Done.Instance;
    }
}
