using Coordinator.Contracts;
using Coordinator.Topics.Log;

namespace Coordinator.Retention.Queues;

/// <summary>Finds entries by the time of their append, which never decreases along a log.</summary>
internal sealed class EntryTimes(IQueueLogReader reader)
{
    /// <summary>Finds the first entry of a range that was not appended before a time; the end of the range when all were.</summary>
    public async Task<long> FirstNotBeforeAsync(QueueId queue, DateTimeOffset time, long from, long before, CancellationToken ct)
    {
        // In most passes the first entry is young enough.
        if (from >= before || !await IsBeforeAsync(queue, from, time, ct))
            return from;
        var (older, first) = (from, before);
        while (first - older > 1)
        {
            var middle = older + ((first - older) / 2);
            if (await IsBeforeAsync(queue, middle, time, ct))
                older = middle;
            else
                first = middle;
        }

        return first;
    }

    /// <summary>Reads the time at which an entry was appended.</summary>
    public async Task<DateTimeOffset> OfAsync(QueueId queue, long offset, CancellationToken ct) =>
        await reader.ReadAsync(queue, offset, offset, ct) is [var entry]
            ? entry.AppendedAt
            : throw new InvalidOperationException($"Offset {offset} of {queue} was deleted meanwhile.");

    private async Task<bool> IsBeforeAsync(QueueId queue, long offset, DateTimeOffset time, CancellationToken ct) =>
        await OfAsync(queue, offset, ct) < time;
}
