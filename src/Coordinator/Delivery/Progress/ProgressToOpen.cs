using Coordinator.Contracts.Common;
using Coordinator.Delivery.Common;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery.Progress;

/// <summary>Saved progress, and what it needs from the log to go on.</summary>
/// <param name="Saved">The progress.</param>
/// <param name="Entries">Entries that it needs, as far as they are kept.</param>
/// <param name="FirstKept">First offset that the log keeps.</param>
internal sealed record ProgressToOpen(ProgressSnapshot Saved, IReadOnlyDictionary<long, QueueEntry> Entries, long FirstKept)
{
    public GroupProgress Open(SteadyClock clock, DeliveryOptions options) => new(Saved, Entries, clock, options, FirstKept);
}
