using Coordinator.Contracts;

namespace Coordinator.Topics.Log;

/// <summary>
/// Appends whose transactions were decided too long ago for memory to say whether they were done, and the search for them in the
/// journal: from where memory begins back to the oldest of their commits.
/// </summary>
internal sealed class AppendedSearch(QueueId queue, IQueueLogReader reader)
{
    private readonly HashSet<MessageId> _wanted = [];
    private readonly HashSet<MessageId> _found = [];
    private DateTimeOffset _oldestCommit = DateTimeOffset.MaxValue;

    public Queue<WaitingAppend> Waiting { get; } = [];

    /// <summary>What of it is in the log already.</summary>
    public IReadOnlySet<MessageId> Found => _found;

    public bool IsRunning { get; private set; }

    /// <summary>Everything before this offset has been searched.</summary>
    public long Before { get; private set; } = 1;

    public void Add(WaitingAppend append)
    {
        Waiting.Enqueue(append);
        foreach (var message in append.Command.Messages)
            _wanted.Add(new MessageId(append.Command.Transaction, message.Index));
        if (append.Command.CommittedAt < _oldestCommit)
            _oldestCommit = append.Command.CommittedAt;
    }

    /// <summary>Searches what has not been searched yet.</summary>
    /// <param name="before">The offset that memory begins with.</param>
    /// <param name="room">How many entries before it memory can take in.</param>
    /// <returns>To be given to <see cref="End" />.</returns>
    public async Task<Result> RunAsync(long before, int room)
    {
        IsRunning = true;
        var (from, to) = (Before, before - 1);
        var found = new List<MessageId>();
        var latest = new List<(MessageId, DateTimeOffset)>();
        var pace = new ReadPace();
        TopicMetrics.LookUps.Add(1);
        while (to >= from)
        {
            var start = Math.Max(from, to - pace.Next + 1);
            var page = await reader.ReadAsync(queue, start, to, CancellationToken.None);
            if (page.Count != to - start + 1)
                throw new InvalidOperationException($"The log of {queue} ends at {start + page.Count - 1}, before {to}.");
            pace.Passed(page);
            for (var i = page.Count - 1; i >= 0; i--)
            {
                var entry = page[i];
                if (latest.Count < room)
                    latest.Add((entry.Id, entry.AppendedAt));
                if (entry.AppendedAt < _oldestCommit)
                    return new Result(before, found, latest);
                if (_wanted.Contains(entry.Id))
                    found.Add(entry.Id);
            }

            to = start - 1;
        }

        return new Result(before, found, latest);
    }

    public void End(Result result)
    {
        _found.UnionWith(result.Found);
        Before = result.Before;
        IsRunning = false;
    }

    /// <param name="Before">The offset that the search went back from.</param>
    /// <param name="Found">What of the wanted is in the log already.</param>
    /// <param name="Latest">The ids that were read, newest first, as many as memory had room for.</param>
    public sealed record Result(
        long Before,
        IReadOnlyList<MessageId> Found,
        IReadOnlyList<(MessageId Id, DateTimeOffset AppendedAt)> Latest);
}
