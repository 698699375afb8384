using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Topics.Log;

/// <summary>Reads the last entries of a log at its start, the last ones first: many small or few large ones.</summary>
internal static class TailReader
{
    private const int MostEntries = 100;

    /// <param name="reader">Reader of the log.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="bounds">First and last offset of the log.</param>
    /// <param name="maxBytes">Bytes after which no earlier entry is read.</param>
    public static async Task<IReadOnlyList<QueueEntry>> ReadAsync(IQueueLogReader reader, QueueId queue, EventBounds bounds, long maxBytes)
    {
        var first = Math.Max(bounds.FirstKept, bounds.Highest - MostEntries + 1);
        var pace = new ReadPace();
        var entries = new List<QueueEntry>();
        var bytes = 0L;
        for (var last = bounds.Highest; last >= first && bytes < maxBytes;)
        {
            var from = Math.Max(first, last - pace.Next + 1);
            var page = await reader.ReadAsync(queue, from, last, CancellationToken.None);
            entries.InsertRange(0, page);
            // Those before it are deleted just now.
            if (page.Count == 0 || page[0].Offset > from)
                break;
            pace.Passed(page);
            bytes += page.Sum(entry => (long)EntrySize.Of(entry.Message));
            last = from - 1;
        }

        return entries;
    }
}
