namespace Coordinator.Contracts.Sessions;

/// <summary>Names the nodes of the coordinator, after a change.</summary>
/// <param name="Nodes">All nodes, as <c>host:port</c>.</param>
internal sealed record NodesChanged(IReadOnlyList<string> Nodes) : IFrameItem;
