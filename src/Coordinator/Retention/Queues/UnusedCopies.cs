using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Delivery.Progress;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;

namespace Coordinator.Retention.Queues;

/// <summary>Deletes copies of messages whose dead letter is gone, and which are not pending either. Nothing can deliver these again.</summary>
/// <remarks>
/// A replay makes a letter pending before it removes it, and a message that fails is a letter before it is settled. So the letters are read before
/// and after the progress. What is found in none of the three is neither, unless a letter was put back meanwhile. The queue counts that.
/// </remarks>
internal sealed class UnusedCopies(
    StoredEntries entries, SavedProgressReader progress, ITopicReader topics, Func<IActorRef> queues, Func<IActorRef> deadLetters)
{
    private const int Most = 100;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    private long _after;

    /// <summary>Looks at the next copies, and deletes those that are not used. After the last it begins again.</summary>
    /// <returns>Number of copies that were deleted.</returns>
    public async Task<int> DeleteAsync(CancellationToken ct)
    {
        var deleted = 0;
        var copies = await entries.CopiesAsync(_after, Most, ct);
        foreach (var copy in copies)
        {
            if (await IsUsedAsync(copy, ct))
                continue;
            await entries.DeleteAsync(copy, ct);
            deleted++;
        }

        _after = copies.Count < Most ? 0 : copies[^1].Ordering;
        return deleted;
    }

    private async Task<bool> IsUsedAsync(StoredCopy copy, CancellationToken ct)
    {
        var before = await PutBacksAsync(copy.Queue, ct);
        if (await IsLetterAsync(copy, ct))
            return true;
        // One that joins later has no use for it: what a group that is new reads is in the queue.
        var group = (await topics.ReadAsync(copy.Queue.Topic, ct)).Find(copy.Group);
        var saved = group is null ? null : await progress.ReadAsync(new GroupQueue(copy.Group, copy.Queue, group.Generation));
        return saved?.Pending.Any(pending => pending.Offset == copy.Offset) is true
            || await IsLetterAsync(copy, ct)
            || await PutBacksAsync(copy.Queue, ct) != before;
    }

    private async Task<bool> IsLetterAsync(StoredCopy copy, CancellationToken ct)
    {
        var range = new LetterRange(copy.Queue, copy.Offset, copy.Offset + 1);
        var page = await deadLetters().Ask<DeadLetterPage>(new ListDeadLetters(copy.Group, In: range), AnswerTimeout, ct);
        return page.Letters.Any(range.Includes);
    }

    private async Task<long> PutBacksAsync(QueueId queue, CancellationToken ct) =>
        (await queues().Ask<QueueEnd>(new GetQueueEnd(queue), AnswerTimeout, ct)).PutBacks;
}
