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

    /// <summary>Reads the first offset that the log keeps from the database. Whatever happens, no later one is lower.</summary>
    public async Task<long> DurableFirstKeptAsync() => (await reader.BoundsAsync(of.Queue, CancellationToken.None)).FirstKept;

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

    /// <summary>Reads what saved progress needs to go on. Of what is deleted, it reads the copies that the group keeps.</summary>
    public async Task<ProgressToOpen> OpenAsync(ProgressSnapshot saved)
    {
        var firstKept = (await EndAsync()).FirstKept;
        var needed = saved.NeedEntries.Union(saved.Pending.Where(pending => pending.Offset < firstKept));
        return new ProgressToOpen(saved, await ReadAsync(needed.Select(pending => pending.Offset)), firstKept);
    }

    /// <summary>
    /// Reads the entries at some offsets, and a few between them. The result lacks those that neither the log nor the group has.
    /// </summary>
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

        foreach (var copy in await CopiesAsync(sorted.Where(offset => !entries.ContainsKey(offset))))
            entries[copy.Offset] = copy;
        return entries;
    }

    /// <summary>Reads entries from one offset to another. It may return fewer. Of what is deleted, it returns the copies that the group keeps.</summary>
    public async Task<IReadOnlyList<QueueEntry>> ReadAsync(long first, long last)
    {
        var entries = await reader.ReadPageAsync(of.Queue, first, last, CancellationToken.None);
        var deleted = (entries is [var kept, ..] ? kept.Offset : last + 1) - first;
        return deleted == 0
            ? entries
            : [.. await CopiesAsync(Enumerable.Range(0, (int)Math.Min(deleted, IQueueLogReader.MaxPage)).Select(place => first + place)), .. entries];
    }

    /// <summary>Finds an entry; <c>null</c> when neither the log nor the group has it.</summary>
    public async Task<QueueEntry?> FindAsync(long offset) =>
        await FindKeptAsync(offset) ?? await reader.FindCopyAsync(of.Queue, of.Group, offset, CancellationToken.None);

    private async Task<QueueEntry?> FindKeptAsync(long offset) =>
        await reader.ReadAsync(of.Queue, offset, offset, CancellationToken.None) is [var entry] ? entry : null;

    private async Task<IReadOnlyList<QueueEntry>> CopiesAsync(IEnumerable<long> offsets)
    {
        var copies = new List<QueueEntry>();
        foreach (var some in offsets.Chunk(IQueueLogReader.MaxPage))
        {
            var found = await Task.WhenAll(some.Select(offset => reader.FindCopyAsync(of.Queue, of.Group, offset, CancellationToken.None)));
            copies.AddRange(found.OfType<QueueEntry>());
        }

        return copies;
    }

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
            if (await FindKeptAsync(middle) is not { } entry || entry.AppendedAt < time)
                before = middle;
            else
                after = middle;
        }

        return before;
    }

    /// <summary>Largest gap that is read along, to save a further read.</summary>
    private const int NearBy = 16;
}
