using Akka;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Coordinator.Contracts;

namespace Coordinator.Topics.Log;

/// <summary>
/// Endless stream of a queue's log from an offset. It reads the memory of the log where possible, and the journal otherwise. At the
/// end it waits without polling. It reads no faster than its consumer. When the journal fails, it continues after a back-off at the
/// same offset.
/// </summary>
internal sealed class QueueSource(QueueId queue, IActorRef log, IQueueLogReader reader)
{
    private readonly ReadPace _pace = new();

    /// <summary>Timeout of a read. Longer than a log lets a reader wait, so only a log that has stopped exceeds it.</summary>
    private static readonly TimeSpan AnswerTimeout = ReadQueue.LongPoll + TimeSpan.FromSeconds(20);

    private static readonly RestartSettings BackOff =
        RestartSettings.Create(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10), 0.2);

    /// <summary>Creates the stream. Run it once: a second run would continue where the first one stopped.</summary>
    /// <param name="from">First offset to read, from 1.</param>
    public Source<QueueEntry, NotUsed> From(long from)
    {
        return RestartSource.OnFailuresWithBackoff(() => Pages(from).SelectMany(entries => entries).Select(Passed), BackOff);

        QueueEntry Passed(QueueEntry entry)
        {
            from = entry.Offset + 1;
            return entry;
        }
    }

    private Source<IReadOnlyList<QueueEntry>, NotUsed> Pages(long from) =>
        Source.UnfoldAsync(from, async next =>
        {
            var entries = Marked(next, await ReadAsync(next));
            return Akka.Util.Option<(long, IReadOnlyList<QueueEntry>)>.Create((entries is [.., var last] ? last.Offset + 1 : next, entries));
        });

    /// <summary>Marks the first entry when it is later than asked, because those before it are deleted. The group counts them.</summary>
    private static IReadOnlyList<QueueEntry> Marked(long from, IReadOnlyList<QueueEntry> entries) => entries is [var first, ..] && first.Offset > from
        ? [first with { Missing = first.Offset - from }, .. entries.Skip(1)]
        : entries;

    private async Task<IReadOnlyList<QueueEntry>> ReadAsync(long from) =>
        await log.Ask<IQueueRead>(new ReadQueue(from, IQueueLogReader.MaxPage), AnswerTimeout) switch
        {
            QueuePage page => page.Entries,
            ReadFromJournal older => await ReadFromJournalAsync(older.From, older.To),
            var other => throw new NotSupportedException($"The log of {queue} answered a read with {other.GetType()}."),
        };

    private async Task<IReadOnlyList<QueueEntry>> ReadFromJournalAsync(long from, long to)
    {
        var page = await reader.ReadPageAsync(queue, from, Math.Min(to, from + _pace.Next - 1), CancellationToken.None);
        // Deleted just now, or lost. Fail, so that the read is repeated after a back-off and not at once.
        if (page.Count == 0)
            throw new InvalidOperationException($"The journal must have {queue} from offset {from} to {to}, but has nothing there.");
        _pace.Passed(page);
        return page;
    }
}
