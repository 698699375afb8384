using Coordinator.Contracts;
using Coordinator.NodeProtocol;

namespace Coordinator.Recovery;

/// <summary>Tells the sweep that these groups have an instance again. Their transactions that wait for one are checked now.</summary>
internal sealed record GroupsReturned(IReadOnlyList<ProducerGroup> Groups) : INodeMessage;
