using Akka;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Coordinator.Contracts;

namespace Coordinator.Topics.Log;

/// <summary>
/// The log of a queue as an endless stream from an offset on: from the log's memory where it reaches back so far, else from
/// the journal. It waits at the end without polling, reads no faster than it is consumed, and when the journal fails it
/// goes on by itself, with back-off, where it stopped.
/// </summary>
internal sealed class QueueSource(QueueId queue, IActorRef log, IQueueLogReader reader)
{
    private readonly ReadPace _pace = new();

    /// <summary>Longer than a log lets a reader wait; only a log that is gone does not answer.</summary>
    private static readonly TimeSpan AnswerTimeout = ReadQueue.LongPoll + TimeSpan.FromSeconds(20);

    private static readonly RestartSettings BackOff =
        RestartSettings.Create(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10), 0.2);

    /// <summary>To be run once: a second run would go on where the first one stopped.</summary>
    /// <param name="from">The first offset wanted, from 1.</param>
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
            var entries = await ReadAsync(next);
            return Akka.Util.Option<(long, IReadOnlyList<QueueEntry>)>.Create((next + entries.Count, entries));
        });

    private async Task<IReadOnlyList<QueueEntry>> ReadAsync(long from) =>
        await log.Ask<IQueueRead>(new ReadQueue(from, IQueueLogReader.MaxPage), AnswerTimeout) switch
        {
            QueuePage page => page.Entries,
            ReadFromJournal older => await ReadFromJournalAsync(from, older.To),
            var other => throw new NotSupportedException($"{other.GetType()} is no answer to a read."),
        };

    private async Task<IReadOnlyList<QueueEntry>> ReadFromJournalAsync(long from, long to)
    {
        var page = await reader.ReadAsync(queue, from, Math.Min(to, from + _pace.Next - 1), CancellationToken.None);
        // It would be asked for again and again, at once.
        if (page.Count == 0)
            throw new InvalidOperationException($"The journal has nothing of {queue} from {from} on, the log has up to {to}.");
        _pace.Passed(page);
        return page;
    }
}
