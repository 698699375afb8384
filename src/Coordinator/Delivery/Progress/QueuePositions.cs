using Akka.Actor;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery.Progress;

/// <summary>Finds positions in the log of a queue.</summary>
internal sealed class QueuePositions(GroupQueue of, IActorRef log, IQueueLogReader reader)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    public Task<QueueEnd> EndAsync() => log.Ask<QueueEnd>(new GetQueueEnd(of.Queue), AnswerTimeout);

    /// <summary>Finds the offset before the first that is delivered. It is no lower than what is deleted.</summary>
    public async Task<QueuePosition> FindAsync(RewindTarget target)
    {
        var end = await EndAsync();
        var deleted = end.FirstKept - 1;
        var cursor = target switch
        {
            RewindTarget.Offset(var next) => Math.Clamp(next - 1, deleted, end.Offset),
            RewindTarget.Position(StartPosition.Beginning) => deleted,
            RewindTarget.Position(StartPosition.End) => end.Offset,
            RewindTarget.Position(StartPosition.At(var time)) => await BeforeAsync(time, deleted, end.Offset),
            _ => throw new NotSupportedException($"The rewind target {target} is unknown."),
        };
        return new QueuePosition(cursor, end.FirstKept);
    }

    /// <summary>Reads what saved progress needs to go on.</summary>
    public async Task<ProgressToOpen> OpenAsync(ProgressSnapshot saved)
    {
        var firstKept = (await EndAsync()).FirstKept;
        var needed = saved.NeedEntries.Select(pending => pending.Offset).Where(offset => offset >= firstKept);
        return new ProgressToOpen(saved, await ReadAsync(needed), firstKept);
    }

    /// <summary>Reads the entries at some offsets, and a few between them. The result lacks those that the log does not have.</summary>
    public async Task<IReadOnlyDictionary<long, QueueEntry>> ReadAsync(IEnumerable<long> offsets)
    {
        long[] sorted = [.. offsets.Order()];
        var entries = new Dictionary<long, QueueEntry>(sorted.Length);
        for (var i = 0; i < sorted.Length;)
        {
            var (first, last) = (sorted[i], sorted[i]);
            while (++i < sorted.Length && IsNear(sorted[i], first, last))
                last = sorted[i];
            foreach (var entry in await reader.ReadAsync(of.Queue, first, last, CancellationToken.None))
                entries[entry.Offset] = entry;
        }

        return entries;
    }

    public Task<IReadOnlyList<QueueEntry>> ReadAsync(long first, long last) =>
        reader.ReadAsync(of.Queue, first, last, CancellationToken.None);

    public async Task<QueueEntry?> FindAsync(long offset) =>
        await reader.ReadAsync(of.Queue, offset, offset, CancellationToken.None) is [var entry] ? entry : null;

    private static bool IsNear(long offset, long first, long last) =>
        offset - last <= NearBy && offset - first < IQueueLogReader.MaxPage;

    /// <summary>Finds the last offset that was appended before a time, by binary search: times never decrease along the log.</summary>
    private async Task<long> BeforeAsync(DateTimeOffset time, long before, long end)
    {
        var after = end + 1;
        while (after - before > 1)
        {
            var middle = before + (after - before) / 2;
            // One that is missing was deleted meanwhile, and so were those before it.
            if (await FindAsync(middle) is not { } entry || entry.AppendedAt < time)
                before = middle;
            else
                after = middle;
        }

        return before;
    }

    /// <summary>Largest gap that is read along, to save a further read.</summary>
    private const int NearBy = 16;
}
