using Coordinator.Contracts;

namespace Coordinator.Retention.Queues;

/// <summary>
/// Finds what a queue has beyond its limit of bytes. It remembers the size of each queue, so that each entry is counted once, and not at each pass.
/// </summary>
internal sealed class QueueSizes(StoredEntries entries)
{
    private readonly Dictionary<QueueId, (long From, long Before, long Bytes)> _counted = [];

    /// <summary>Finds the first offset from which on a queue has no more than that many bytes.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="most">Limit.</param>
    /// <param name="from">First offset that is kept.</param>
    /// <param name="before">First offset that this batch does not reach.</param>
    /// <param name="end">Offset after the last.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<long> FirstWithinAsync(QueueId queue, long most, long from, long before, long end, CancellationToken ct)
    {
        var excess = await SizeAsync(queue, from, end, ct) - most;
        if (excess <= 0)
            return from;
        foreach (var entry in await entries.ReadAsync(queue, from, before, ct))
        {
            excess -= entry.Bytes;
            if (excess <= 0)
                return entry.Offset + 1;
        }

        return before;
    }

    private async Task<long> SizeAsync(QueueId queue, long from, long end, CancellationToken ct)
    {
        var known = _counted.GetValueOrDefault(queue, (From: from, Before: from, Bytes: 0));
        if (known.From > from || known.Before > end || known.Before < from)
            known = (from, from, 0);
        // What was deleted since does not count any more. Its rows are gone, so what is left is counted anew.
        var bytes = known.From == from ? known.Bytes : await entries.SizeAsync(queue, from, known.Before, ct);
        bytes += await entries.SizeAsync(queue, known.Before, end, ct);
        _counted[queue] = (from, end, bytes);
        return bytes;
    }
}
