namespace Coordinator.Contracts.Sessions;

/// <summary>The coordinator's nodes are now these.</summary>
/// <param name="Nodes">As <c>host:port</c>.</param>
internal sealed record NodesChanged(IReadOnlyList<string> Nodes) : IFrameItem;
