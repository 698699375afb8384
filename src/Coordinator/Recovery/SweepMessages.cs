using Coordinator.Contracts;
using Coordinator.NodeProtocol;

namespace Coordinator.Recovery;

/// <summary>To the sweep: these groups have an instance that can answer; whatever waits for one is to be asked now.</summary>
internal sealed record GroupsReturned(IReadOnlyList<ProducerGroup> Groups) : INodeMessage;

/// <summary>To the sweep. Answered with a <see cref="FinalWatermark" />.</summary>
internal sealed record AskFinalWatermark;

/// <summary>Below what outcome and inbox rows may be deleted.</summary>
/// <param name="PreparedBefore">
/// Every transaction that was prepared before this time, by the coordinator's clock, is decided and in all its queues;
/// <c>null</c> until enough sweeps have passed since the start. It holds as long as no coordinator's clock is set back by
/// more than the sweep's overlap.
/// </param>
internal sealed record FinalWatermark(DateTimeOffset? PreparedBefore);
