using Akka.Actor;
using Akka.Event;
using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Topics.Log;

/// <summary>
/// Deletes the first entries of a log, one deletion at a time. First the bound is durable and known to the log, and then the entries go. Used by
/// the actor of the log only.
/// </summary>
/// <remarks>
/// The log does it, although the database would allow anyone to: it answers its readers, who must not be sent to what is deleted. Appends go
/// on meanwhile, because they are above the bound.
/// </remarks>
internal sealed class QueueTrim(QueueId queue, IQueueLogWriter writer, IActorRef self, ILoggingAdapter log)
{
    private IActorRef? _requester;
    private bool _onlyBound;
    private long _deletedUpTo;

    public bool IsRunning => _requester is not null;

    /// <summary>First offset that is kept when the deletion that runs has ended; 0 when none runs. A rewind must not go below it.</summary>
    public long FirstKept { get; private set; }

    /// <summary>Begins a deletion. While one runs, another request is dropped, and its sender repeats it.</summary>
    /// <param name="firstKept">First offset to keep, no later than the one after the end that the log knows: it is not yet read.</param>
    /// <param name="requester">Actor that gets the answer.</param>
    /// <param name="onlyBound">True to delete nothing after the bound is durable.</param>
    public void Begin(long firstKept, IActorRef requester, bool onlyBound = false)
    {
        if (IsRunning)
            return;
        (_requester, FirstKept, _onlyBound) = (requester, firstKept, onlyBound);
        writer.RaiseAsync(queue, firstKept).PipeTo(self, success: bounds => new Raised(bounds), failure: cause => new Ended(default, 0, cause));
    }

    /// <summary>Deletes the entries before the bound, which is durable. Returns the first offset that is kept.</summary>
    public long Delete(Raised raised)
    {
        var deletion = _onlyBound ? Task.FromResult(0L) : writer.DeleteAsync(queue, _deletedUpTo);
        deletion.PipeTo(
            self, success: deleted => new Ended(raised.Bounds, deleted, null), failure: cause => new Ended(raised.Bounds, 0, cause));
        return raised.Bounds.FirstKept;
    }

    /// <summary>Answers the requester. After a failure it gets no answer, and repeats its request.</summary>
    public void End(Ended ended)
    {
        if (ended.Cause is { } cause)
            log.Warning(cause, "Queue {0}: its first entries could not be deleted. The next request goes on with it.", queue);
        else
            Answer(ended);
        TopicMetrics.Deleted.Add(ended.Deleted);
        (_requester, FirstKept) = (null, 0);
    }

    private void Answer(Ended ended)
    {
        if (!_onlyBound)
            _deletedUpTo = ended.Bounds.FirstKept - 1;
        _requester?.Tell(new QueueTrimmed(queue, ended.Bounds.FirstKept, ended.Deleted));
    }

    public sealed record Raised(EventBounds Bounds);

    public sealed record Ended(EventBounds Bounds, long Deleted, Exception? Cause);
}
