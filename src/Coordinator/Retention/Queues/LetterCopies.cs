using Akka.Actor;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Topics.Log;

namespace Coordinator.Retention.Queues;

/// <summary>
/// Copies the messages of dead letters before their entries are deleted. A dead letter refers to its message by offset, and the group reads the
/// copy when the entry is gone.
/// </summary>
internal sealed class LetterCopies(GroupCommitQueues journal, IQueueLogReader reader, IQueueLogWriter writer, Func<IActorRef> deadLetters)
{
    private const int Page = 1_000;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Makes sure that each dead letter of a group, whose message is in a range of a queue, has a copy of it.</summary>
    public async Task CopyAsync(GroupQueue of, long from, long before, CancellationToken ct)
    {
        if (from >= before || (await journal.ReadBoundsAsync(GroupDeadLetters.IdOf(of.Group))).Highest == 0)
            return;
        var range = new LetterRange(of.Queue, from, before);
        var after = 0L;
        while (true)
        {
            var list = new ListDeadLetters(of.Group, after, Page, range);
            var letters = (await deadLetters().Ask<DeadLetterPage>(list, AnswerTimeout, ct)).Letters;
            foreach (var letter in letters.Where(range.Includes))
                await CopyAsync(of, letter.Offset, ct);
            if (letters.Count < Page)
                return;
            after = letters[^1].Number;
        }
    }

    private async Task CopyAsync(GroupQueue of, long offset, CancellationToken ct)
    {
        if (await reader.FindCopyAsync(of.Queue, of.Group, offset, ct) is not null)
            return;
        if (await reader.ReadAsync(of.Queue, offset, offset, ct) is not [var entry])
            throw new InvalidOperationException($"Offset {offset} of {of.Queue} was deleted before its dead letter had a copy.");
        await writer.CopyAsync(of.Queue, of.Group, entry);
        QueueRetentionMetrics.Copied.Add(1);
    }
}
