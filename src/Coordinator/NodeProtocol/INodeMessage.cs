namespace Coordinator.NodeProtocol;

/// <summary>
/// May travel from one node of the cluster to another, by its own schema and manifest; participants never see it. What
/// participants see too (replies, checks, deliveries) travels between nodes as it does to them.
/// </summary>
internal interface INodeMessage;
