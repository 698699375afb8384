using System.Globalization;
using Coordinator.Faults.Network;
using Coordinator.Faults.Running;

namespace Coordinator.Faults.Faults;

/// <summary>Drops or resets packets that some places send to others, all of them or a share.</summary>
internal sealed class Cut(string target, Loss loss, params IReadOnlyList<(Place From, Place To)> ways) : IFault
{
    public string Target => target;

    /// <summary>Cuts a node off from the other nodes. Participants and the database still reach all nodes.</summary>
    public static Cut FromOthers(int node, int nodes) => new(
        string.Create(CultureInfo.InvariantCulture, $"node {node} | other nodes"), Loss.Total, [.. Both(node, Others(node, nodes))]);

    /// <summary>Drops the packets of one direction between a node and the other nodes.</summary>
    public static Cut OneWay(int node, int nodes, bool deaf) => new(
        string.Create(CultureInfo.InvariantCulture, $"{(deaf ? "other nodes to" : "from")} node {node}"),
        Loss.Total,
        [.. Others(node, nodes).Select(other => deaf ? (other, Place.Node(node)) : (Place.Node(node), other))]);

    /// <summary>Cuts a node off from everything, including the database.</summary>
    public static Cut Alone(int node, int nodes) => new(
        string.Create(CultureInfo.InvariantCulture, $"node {node} | everybody"),
        Loss.Total,
        [.. Both(node, [.. Others(node, nodes), Place.Database, .. Place.Participants])]);

    public static Cut FromDatabase(int node) => new(
        string.Create(CultureInfo.InvariantCulture, $"node {node} | database"), Loss.Total, [.. Both(node, [Place.Database])]);

    public static Cut FromParticipants(int node) => new(
        string.Create(CultureInfo.InvariantCulture, $"node {node} | participants"), Loss.Total, [.. Both(node, Place.Participants)]);

    /// <summary>Cuts one process of a service off from all nodes. The others of the service still reach them, and all reach their database.</summary>
    public static Cut Branch(int nodes) => new(
        $"{RunPlan.BranchProcess} | coordinator", Loss.Total, [.. Enumerable.Range(1, nodes).SelectMany(node => Both(node, [Place.Branch]))]);

    /// <summary>Drops a share of the packets among all nodes and between nodes and participants.</summary>
    public static Cut Some(double share, int nodes) => new(
        string.Create(CultureInfo.InvariantCulture, $"{share:0 %} among nodes and participants"),
        new Loss(share),
        [.. AmongNodes(nodes), .. WithParticipants(nodes)]);

    /// <summary>Cuts all nodes off from each other. Participants and the database still reach all nodes.</summary>
    public static Cut Apart(int nodes) => new("every node | other nodes", Loss.Total, [.. AmongNodes(nodes)]);

    /// <summary>Resets the connections among all nodes and between nodes and participants, and refuses new ones.</summary>
    public static Cut Reset(int nodes) =>
        new("all nodes and participants", Loss.Reset, [.. AmongNodes(nodes), .. WithParticipants(nodes)]);

    public async Task StrikeAsync(RunEnvironment run)
    {
        foreach (var (from, to) in ways)
            await run.Network.CutAsync(from, to, loss);
    }

    public async Task HealAsync(RunEnvironment run)
    {
        foreach (var (from, to) in ways)
            await run.Network.JoinAsync(from, to, loss);
    }

    private static IEnumerable<Place> Others(int node, int nodes) =>
        Enumerable.Range(1, nodes).Where(other => other != node).Select(Place.Node);

    private static IEnumerable<(Place, Place)> AmongNodes(int nodes) =>
        Enumerable.Range(1, nodes).SelectMany(node => Others(node, nodes).Select(other => (other, Place.Node(node))));

    private static IEnumerable<(Place, Place)> WithParticipants(int nodes) =>
        Enumerable.Range(1, nodes).SelectMany(node => Both(node, Place.Participants));

    private static IEnumerable<(Place, Place)> Both(int node, IEnumerable<Place> others) =>
        others.SelectMany(other => new[] { (Place.Node(node), other), (other, Place.Node(node)) });
}
