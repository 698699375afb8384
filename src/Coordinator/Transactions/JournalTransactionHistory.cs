using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Transactions;

/// <summary>
/// Reads through the journal's own queue of reads. Akka.Persistence.Sql's read journal is not used: once started, it counts all
/// rows again and again, for queries that the coordinator never makes.
/// </summary>
internal sealed class JournalTransactionHistory(GroupCommitQueues journal, StoredEventMapping mapping) : ITransactionHistory
{
    public static JournalTransactionHistory Of(ActorSystem system) =>
        new(GroupCommitQueues.Of(system), new StoredEventMapping(system.Serialization, system.Scheduler));

    public async Task<TransactionHistory> ReadAsync(TransactionId id)
    {
        var persistenceId = TransactionJournal.PersistenceIdOf(id);
        var events = new List<ITransactionEvent>();
        var from = 1L;
        while (true)
        {
            var stored = await journal.ReadEventsAsync(persistenceId, from, long.MaxValue);
            if (stored.Count == 0)
                return new TransactionHistory(events);
            foreach (var row in stored)
            {
                if (Read(row, out var problem) is not { } happened)
                    return new TransactionHistory(events, $"event {row.SequenceNumber} ({row.Manifest}): {problem}");
                events.Add(happened);
            }

            from = stored[^1].SequenceNumber + 1;
        }
    }

    private ITransactionEvent? Read(in StoredEvent row, out string? problem)
    {
        problem = null;
        try
        {
            return (ITransactionEvent)mapping.ToRepresentation(row).Payload;
        }
#pragma warning disable CA1031 // Any error of deserialization is shown to the operator.
        catch (Exception unreadable)
#pragma warning restore CA1031
        {
            problem = unreadable.Message;
            return null;
        }
    }
}
