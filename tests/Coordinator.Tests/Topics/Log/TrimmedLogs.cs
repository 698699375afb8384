using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Testing;
using Coordinator.Topics.Log;

namespace Coordinator.Tests.Topics.Log;

/// <summary>Bounds of the logs in a <see cref="FaultyJournal" />. Its events stay, and its readers do not see those below the bound.</summary>
internal sealed class TrimmedLogs(JournalFaults journal)
{
    private static readonly ConditionalWeakTable<JournalFaults, TrimmedLogs> All = [];

    private readonly ConcurrentDictionary<string, long> _firstKept = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _deletedBefore = new(StringComparer.Ordinal);

    public static TrimmedLogs Of(JournalFaults journal) => All.GetValue(journal, static journal => new TrimmedLogs(journal));

    public long FirstKept(QueueId queue) => _firstKept.GetValueOrDefault(QueueName.PersistenceId(queue), 1);

    public EventBounds BoundsOf(QueueId queue) => new(FirstKept(queue), journal.EventsOf(QueueName.PersistenceId(queue)).Count);

    public EventBounds Raise(QueueId queue, long firstKept)
    {
        var raised = Math.Clamp(firstKept, 1, BoundsOf(queue).Highest + 1);
        _firstKept.AddOrUpdate(QueueName.PersistenceId(queue), raised, (_, before) => Math.Max(before, raised));
        return BoundsOf(queue);
    }

    public long Delete(QueueId queue)
    {
        var (id, firstKept) = (QueueName.PersistenceId(queue), FirstKept(queue));
        var before = _deletedBefore.GetValueOrDefault(id, 1);
        _deletedBefore[id] = firstKept;
        return firstKept - before;
    }
}
