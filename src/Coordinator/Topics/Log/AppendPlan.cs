using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Topics.Log;

/// <summary>
/// What to write next. A batch is made only when no write is in flight, so everything that is in the log is either in
/// <see cref="Ids" /> or before it; an append is written only when it is known to be in neither.
/// </summary>
internal sealed class AppendPlan(QueueId queue, IQueueLogReader reader, TopicOptions options)
{
    private readonly AppendIntake _intake = new(options.IntakeCommands, options.IntakeBytes);
    private AppendedSearch? _search;
    private AppendedSearch? _searchLater;

    public AppendedIds Ids { get; } = new(options.DedupeEntries, options.DedupeWindow);

    /// <summary>Whether no append waits for anything.</summary>
    public bool IsIdle => _intake.Outstanding == 0;

    /// <summary>False when too many are waiting.</summary>
    public bool TryAdd(AppendToQueue command, IActorRef replyTo) => _intake.TryAdd(command, replyTo);

    /// <summary><c>null</c> when there is nothing to write or to answer now.</summary>
    public AppendBatch? NextBatch(DateTimeOffset now, DateTimeOffset lastAppendedAt)
    {
        var batch = new AppendBatch(Ids, now, lastAppendedAt, options.WriteEntries, options.WriteBytes);
        TakeSearched(batch);
        while (_intake.TryPeek(out var next) && batch.HasRoomFor(next))
        {
            _intake.Take();
            if (Ids.Covers(next.Command.CommittedAt) || AllInMemory(next.Command))
                batch.Add(next);
            else
                (_searchLater ??= new AppendedSearch(queue, reader)).Add(next);
        }

        return batch.Answers.Count > 0 ? batch : null;
    }

    /// <summary>
    /// <c>null</c> when nothing has to be searched now. One search runs at a time; it ends with <see cref="SearchEnded" />.
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

    /// <summary>Forgets what waited for the search: it is repeated by its senders. Returns how many there were.</summary>
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

    /// <summary>What was evicted from memory since the search began has to be searched too, first.</summary>
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
            if (!Ids.Contains(new MessageId(command.Transaction, message.Index)))
                return false;
        }

        return true;
    }
}
