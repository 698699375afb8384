using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Hosting.Http;

/// <summary>
/// Writes a row of the node's own through the group commit, as every entity does, at most once a second. A database that can be read may
/// refuse all writes: it is read-only, or its disk is full.
/// </summary>
/// <param name="journal">The group commit.</param>
/// <param name="node">Name of the node. A row that nodes shared would make their commits wait for each other.</param>
/// <param name="clock">Clock of the interval.</param>
internal sealed class WriteProbe(GroupCommitQueues journal, string node, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private Task _last = Task.CompletedTask;
    private long? _lastAt;

    /// <summary>Returns when a write is durable; throws as the write does. The result counts for a second.</summary>
    public Task WriteAsync()
    {
        if (_lastAt is not { } at || clock.GetElapsedTime(at) >= Interval)
            (_last, _lastAt) = (BeginAsync(), clock.GetTimestamp());
        return _last;
    }

    private async Task BeginAsync() => await journal.WriteAsync(new SnapshotWrite(
        $"ready-{node}", sequenceNumber: 0, clock.GetUtcNow().UtcTicks, snapshot: [], manifest: "", serializer: 0));
}
