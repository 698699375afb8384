using Coordinator.Contracts;

namespace Coordinator.Topics.Log;

/// <summary>
/// Searches the journal for appends that are too old for the ids in memory. The search goes back from the first id in memory to the
/// oldest commit of these appends.
/// </summary>
/// <remarks>
/// Where the log begins later, because its first entries are deleted, the entries of an append may be among them. The transaction itself tells
/// then: as long as it is committed and not completed, its entries are kept, so those that are not found were never appended. Otherwise its
/// queues have had them, and it gets no second entry.
/// </remarks>
internal sealed class AppendedSearch(QueueId queue, IQueueLogReader reader)
{
    private readonly Dictionary<MessageId, DateTimeOffset> _wanted = [];
    private readonly HashSet<MessageId> _found = [];
    private DateTimeOffset _oldestCommit = DateTimeOffset.MaxValue;

    public Queue<WaitingAppend> Waiting { get; } = [];

    /// <summary>Wanted ids that are in the log already.</summary>
    public IReadOnlySet<MessageId> Found => _found;

    public bool IsRunning { get; private set; }

    /// <summary>Offset before which everything has been searched.</summary>
    public long Before { get; private set; } = 1;

    public void Add(WaitingAppend append)
    {
        Waiting.Enqueue(append);
        foreach (var message in append.Command.Messages)
            _wanted[new MessageId(append.Command.Transaction, message.Index)] = append.Command.CommittedAt;
        if (append.Command.CommittedAt < _oldestCommit)
            _oldestCommit = append.Command.CommittedAt;
    }

    /// <summary>Searches the part of the log that has not been searched yet.</summary>
    /// <param name="before">Offset of the first entry in memory.</param>
    /// <param name="room">Number of ids before it that fit into memory.</param>
    /// <returns>Result for <see cref="End" />.</returns>
    public async Task<Result> RunAsync(long before, int room)
    {
        IsRunning = true;
        var (from, to) = (Before, before - 1);
        var found = new List<MessageId>();
        var latest = new List<(MessageId, DateTimeOffset)>();
        var pace = new ReadPace();
        var (isCut, oldest) = (false, DateTimeOffset.MaxValue);
        TopicMetrics.LookUps.Add(1);
        while (to >= from && !isCut)
        {
            var start = Math.Max(from, to - pace.Next + 1);
            var page = await reader.ReadAsync(queue, start, to, CancellationToken.None);
            if (page is [.., var last] && last.Offset != to)
                throw new InvalidOperationException($"The log of {queue} ends at {last.Offset}, before {to}.");
            isCut = page.Count < to - start + 1;
            pace.Passed(page);
            for (var i = page.Count - 1; i >= 0; i--)
            {
                var entry = page[i];
                if (latest.Count < room)
                    latest.Add((entry.Id, entry.AppendedAt));
                if (entry.AppendedAt < _oldestCommit)
                    return new Result(before, found, latest);
                if (_wanted.TryGetValue(entry.Id, out var committedAt) && entry.AppendedAt >= committedAt)
                    found.Add(entry.Id);
                oldest = entry.AppendedAt;
            }

            to = start - 1;
        }

        if (isCut)
            await AddDeletedAsync(oldest, found);
        return new Result(before, found, latest);
    }

    public void End(Result result)
    {
        _found.UnionWith(result.Found);
        Before = result.Before;
        IsRunning = false;
    }

    /// <summary>Adds the messages that had their entries, as their transactions tell.</summary>
    private async Task AddDeletedAsync(DateTimeOffset oldestKept, List<MessageId> found)
    {
        // What was committed after the oldest entry that is kept has all of its entries behind it.
        foreach (var command in Waiting.Select(waiting => waiting.Command).Where(command => !command.IsMove && command.CommittedAt <= oldestKept))
        {
            if (!await reader.AwaitsAppendAsync(command.Transaction, CancellationToken.None))
                found.AddRange(command.Messages.Select(message => new MessageId(command.Transaction, message.Index)));
        }
    }

    /// <param name="Before">Offset from which the search went back.</param>
    /// <param name="Found">Wanted ids that are in the log already.</param>
    /// <param name="Latest">Ids that were read, newest first, as many as fit into memory.</param>
    public sealed record Result(
        long Before,
        IReadOnlyList<MessageId> Found,
        IReadOnlyList<(MessageId Id, DateTimeOffset AppendedAt)> Latest);
}
