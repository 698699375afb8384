using Coordinator.Contracts;

namespace Coordinator.Topics.Log;

internal static class QueueLogSearch
{
    /// <summary>
    /// The offset of the first entry that was appended at that time or later; <paramref name="end" /> + 1 when there is none.
    /// </summary>
    /// <remarks>A binary search: the times never decrease along the log. Some 20 single reads for a million entries.</remarks>
    public static async Task<long> FindOffsetAsync(
        this IQueueLogReader reader, QueueId queue, long end, DateTimeOffset time, CancellationToken cancellationToken)
    {
        long low = 1;
        var high = end + 1;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var entry = await reader.ReadAsync(queue, middle, middle, cancellationToken);
            if (entry.Count > 0 && entry[0].AppendedAt < time)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
