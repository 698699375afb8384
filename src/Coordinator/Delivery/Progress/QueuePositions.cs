using Akka.Actor;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery.Progress;

/// <summary>Finds positions in the log of a queue.</summary>
internal sealed class QueuePositions(GroupQueue of, IActorRef log, IQueueLogReader reader)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    public async Task<long> EndAsync() =>
        (await log.Ask<QueueEnd>(new GetQueueEnd(of.Queue), AnswerTimeout)).Offset;

    /// <summary>Finds the offset before the first that is delivered.</summary>
    public async Task<long> CursorAsync(RewindTarget target) => target switch
    {
        RewindTarget.Offset(var next) => Math.Clamp(next - 1, 0, await EndAsync()),
        RewindTarget.Position(StartPosition.Beginning) => 0,
        RewindTarget.Position(StartPosition.End) => await EndAsync(),
        RewindTarget.Position(StartPosition.At(var time)) => await BeforeAsync(time, await EndAsync()),
        _ => throw new NotSupportedException($"The rewind target {target} is unknown."),
    };

    public async Task<IReadOnlyDictionary<long, QueueEntry>> ReadAsync(IReadOnlyList<PendingOffset> pending)
    {
        var entries = new Dictionary<long, QueueEntry>(pending.Count);
        for (var i = 0; i < pending.Count;)
        {
            var (first, last) = (pending[i].Offset, pending[i].Offset);
            while (++i < pending.Count && IsNear(pending[i].Offset, first, last))
                last = pending[i].Offset;
            foreach (var entry in await reader.ReadAsync(of.Queue, first, last, CancellationToken.None))
                entries[entry.Offset] = entry;
        }

        return entries;
    }

    public async Task<QueueEntry?> FindAsync(long offset) =>
        await reader.ReadAsync(of.Queue, offset, offset, CancellationToken.None) is [var entry] ? entry : null;

    private static bool IsNear(long offset, long first, long last) =>
        offset - last <= NearBy && offset - first < IQueueLogReader.MaxPage;

    /// <summary>Finds the last offset that was appended before a time, by binary search: times never decrease along the log.</summary>
    private async Task<long> BeforeAsync(DateTimeOffset time, long end)
    {
        var (before, after) = (0L, end + 1);
        while (after - before > 1)
        {
            var middle = before + (after - before) / 2;
            var entry = await FindAsync(middle)
                ?? throw new InvalidOperationException($"Offset {middle} of {of.Queue} is missing.");
            if (entry.AppendedAt < time)
                before = middle;
            else
                after = middle;
        }

        return before;
    }

    /// <summary>Largest gap that is read along, to save a further read.</summary>
    private const int NearBy = 16;
}
