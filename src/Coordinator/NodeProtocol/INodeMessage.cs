namespace Coordinator.NodeProtocol;

/// <summary>
/// Message that may travel between nodes of the cluster, with a schema and manifest of its own. Participants never get it. Messages
/// that participants get too (replies, checks, deliveries) have the same form between nodes.
/// </summary>
internal interface INodeMessage;
