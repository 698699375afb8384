using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Topics.Log;

/// <summary>
/// Plans the next write. A batch is planned only when no write is in flight, so each entry of the log is in <see cref="Ids" /> or
/// older. An append is written only when it is known to be in neither part.
/// </summary>
internal sealed class AppendPlan(QueueId queue, IQueueLogReader reader, TopicOptions options)
{
    private readonly AppendIntake _intake = new(options.IntakeCommands, options.IntakeBytes);
    private AppendedSearch? _search;
    private AppendedSearch? _searchLater;

    public AppendedIds Ids { get; } = new(options.DedupeEntries, options.DedupeWindow);

    /// <summary>True when no append waits.</summary>
    public bool IsIdle => _intake.Outstanding == 0;

    /// <summary>Adds an append; false when too many wait.</summary>
    public bool TryAdd(AppendToQueue command, IActorRef replyTo) => _intake.TryAdd(command, replyTo);

    /// <summary>Returns the next batch; <c>null</c> when there is nothing to write or to answer now.</summary>
    public AppendBatch? NextBatch(DateTimeOffset now, DateTimeOffset lastAppendedAt)
    {
        var batch = new AppendBatch(Ids, now, lastAppendedAt, options.WriteEntries, options.WriteBytes);
        TakeSearched(batch);
        while (_intake.TryPeek(out var next) && batch.HasRoomFor(next))
        {
            _intake.Take();
            // A companion needs no search: the journal stores it once, and the entries only with it. That holds as long as the events of a
            // transaction are in the journal, whether or not its entries still are.
            if (next.Command.Companion is not null || Ids.Covers(next.Command.CommittedAt) || AllInMemory(next.Command))
                batch.Add(next);
            else
                (_searchLater ??= new AppendedSearch(queue, reader)).Add(next);
        }

        return batch.IsEmpty ? null : batch;
    }

    /// <summary>
    /// Starts the next search; <c>null</c> when there is none to start. One search runs at a time and ends with <see
    /// cref="SearchEnded" />.
    /// </summary>
    public Task<AppendedSearch.Result>? NextSearch()
    {
        if (_search is null)
            (_search, _searchLater) = (_searchLater, null);
        return _search is { IsRunning: false } search && search.Before < Ids.First
            ? search.RunAsync(Ids.First, Ids.Room)
            : null;
    }

    public void SearchEnded(AppendedSearch.Result result)
    {
        _search!.End(result);
        if (result.Before != Ids.First)
            return;
        foreach (var (id, appendedAt) in result.Latest)
            Ids.Prepend(id, appendedAt);
    }

    /// <summary>Drops the appends that waited for the search, because their senders repeat them. Returns their number.</summary>
    public int SearchFailed()
    {
        var dropped = _search!.Waiting.Count;
        foreach (var append in _search.Waiting)
            _intake.Done(append);
        _search = null;
        return dropped;
    }

    public void Answered(AppendBatch batch)
    {
        foreach (var append in batch.Answers)
            _intake.Done(append);
    }

    /// <summary>
    /// Adds the appends whose search is complete. Ids that were evicted from memory since the search began must be searched first.
    /// </summary>
    private void TakeSearched(AppendBatch batch)
    {
        if (_search is not { IsRunning: false } search || search.Before < Ids.First)
            return;
        while (search.Waiting.TryPeek(out var next) && batch.HasRoomFor(next))
            batch.Add(search.Waiting.Dequeue(), search.Found);
        if (search.Waiting.Count == 0)
            _search = null;
    }

    private bool AllInMemory(AppendToQueue command)
    {
        foreach (var message in command.Messages)
        {
            if (!Ids.Contains(new MessageId(command.Transaction, message.Index), command.CommittedAt))
                return false;
        }

        return true;
    }
}
