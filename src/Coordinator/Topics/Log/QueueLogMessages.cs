using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Topics.Log;

internal sealed record WriteEnded(AppendBatch Batch, QueueLogWritten Written);

internal sealed record TailLoaded(EventBounds Bounds, IReadOnlyList<QueueEntry> Entries);

internal sealed record TailNotLoaded(Exception Cause);

internal sealed record SearchEnded(AppendedSearch.Result Result);

internal sealed record SearchFailed(Exception Cause);

internal sealed record RestartDelivery(ConsumerGroup Group);
