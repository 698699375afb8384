using Coordinator.Contracts;
using Coordinator.NodeProtocol;

namespace Coordinator.Recovery;

/// <summary>Tells the sweep that these groups have an instance again. Their transactions that wait for one are checked now.</summary>
internal sealed record GroupsReturned(IReadOnlyList<ProducerGroup> Groups) : INodeMessage;

/// <summary>Asks the sweep for the final watermark. Answered with a <see cref="FinalWatermark" />.</summary>
internal sealed record AskFinalWatermark;

/// <summary>Time below which outcome rows and inbox rows may be deleted.</summary>
/// <param name="PreparedBefore">
/// Every transaction that was prepared before this time is decided and in all its queues. The time is by the coordinator's clock;
/// <c>null</c> until enough sweeps have passed since the start. It holds as long as no coordinator's clock is set back by more than
/// the overlap of the sweep.
/// </param>
internal sealed record FinalWatermark(DateTimeOffset? PreparedBefore);
