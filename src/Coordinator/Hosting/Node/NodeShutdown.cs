using Akka;
using Akka.Actor;
using Akka.Event;
using Coordinator.Hosting.Http;
using Coordinator.Sessions;

namespace Coordinator.Hosting.Node;

/// <summary>On shutdown the sessions finish their work while everything behind them is still up.</summary>
internal static class NodeShutdown
{
    /// <summary>What the phase may take beyond the sessions' own limit; they end by it.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    public static void Arrange(ActorSystem system, IActorRef listener, TimeSpan drainTimeout, NodeState state) =>
        CoordinatedShutdown.Get(system).AddTask(
            CoordinatedShutdown.PhaseServiceRequestsDone,
            "drain-sessions",
            () => DrainAsync(system, listener, drainTimeout + Margin, state));

    private static async Task<Done> DrainAsync(ActorSystem system, IActorRef listener, TimeSpan limit, NodeState state)
    {
        state.Stopping();
        try
        {
            await listener.Ask<ListenerClosed>(new CloseListener(), limit);
        }
        catch (AskTimeoutException)
        {
            system.Log.Warning("Sessions were still open after {0}; their participants repeat what is unanswered.", limit);
        }

        return Done.Instance;
    }
}
