using Akka.Actor;
using Akka.Cluster;
using Coordinator.Hosting.Options;

namespace Coordinator.Hosting.Node;

/// <summary>Tells why a node ended that nobody had asked to end.</summary>
internal static class NodeEnd
{
    private static StartProblem Downed => new(
        StartProblem.Downed,
        "The cluster removed this node: the others could not reach it, or it was on the smaller side of a partition. "
        + "It ends, so that nothing is done twice. Start it again.");

    /// <summary>Tells why a node ends whose part has terminated. A node that is removed from the cluster loses its parts too, perhaps first.</summary>
    /// <param name="cluster">Cluster as the node knows it.</param>
    /// <param name="part">Part that has terminated.</param>
    public static StartProblem OfPart(Cluster cluster, string part) =>
        cluster.IsTerminated || cluster.SelfMember.Status is MemberStatus.Down or MemberStatus.Removed
            ? Downed
            : new StartProblem(StartProblem.PartTerminated, $"{part}. The node ends, because it could not serve any more. Start it again.");

    /// <summary>Tells why a node ends whose cluster is the second one on its database.</summary>
    /// <param name="reason">Reason, with the other cluster.</param>
    public static StartProblem OfLease(string reason) => new(
        StartProblem.LeaseLost, $"{reason}. This node ends, because only one cluster may work on a database. Start it again; it joins the other.");

    /// <returns>Reason, with its exit code; <c>null</c> when somebody asked for the end.</returns>
    public static StartProblem? Of(CoordinatedShutdown shutdown) => shutdown.ShutdownReason switch
    {
        CoordinatedShutdown.ClusterDowningReason => Downed,
        CoordinatedShutdown.ClusterLeavingReason => new StartProblem(
            StartProblem.Left, "Somebody asked the cluster to let this node leave. Start it again if it should be a member."),
        null or CoordinatedShutdown.ClrExitReason => null,
        var other => new StartProblem(
            StartProblem.Failed, $"The node ended by itself: {other.GetType().Name}. The log has more. Start it again."),
    };
}
