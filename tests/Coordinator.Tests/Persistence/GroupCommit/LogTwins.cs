using System.Globalization;
using System.Text;
using Coordinator.Persistence.GroupCommit;
using Npgsql;
using JournalWrite = Coordinator.Persistence.GroupCommit.JournalWrite;

namespace Coordinator.Tests.Persistence.GroupCommit;

/// <summary>
/// Two writers that know nothing of each other and write to the same logs, for the same transactions, at the same time. Each event and
/// each entry tells which attempt wrote it, so the journal shows whether they belong together.
/// </summary>
internal sealed class LogTwins(IEventStore[] stores, string prefix)
{
    private const long Decision = 2;

    private readonly List<Attempt> _attempts = [];
    private readonly HashSet<string> _logs = [];

    /// <param name="steps">What each of the two writers writes in one group.</param>
    public async Task WriteAsync(IReadOnlyList<LogStep[]> steps)
    {
        var groups = new List<IReadOnlyList<StoreWrite>>();
        foreach (var group in steps)
            groups.Add(await MakeAsync(group));
        await Task.WhenAll(groups.Select((group, writer) => WriteGroupAsync(stores[writer], group)));
    }

    /// <summary>Compares the journal with what the writers were told.</summary>
    public async Task CheckAsync()
    {
        var entries = new List<string>();
        foreach (var log in _logs)
        {
            var stored = await EventsAsync(log);
            Assert.Equal(Enumerable.Range(1, stored.Count).Select(number => (long)number), stored.Select(row => row.SequenceNumber));
            entries.AddRange(stored.Select(row => Encoding.UTF8.GetString(row.Message)));
        }

        var decisions = new Dictionary<string, string>();
        foreach (var transaction in _attempts.Select(attempt => attempt.Transaction).Distinct())
        {
            foreach (var row in await EventsAsync(transaction))
                decisions.Add(transaction, Encoding.UTF8.GetString(row.Message));
        }

        foreach (var attempt in _attempts)
        {
            var isStored = decisions.GetValueOrDefault(attempt.Transaction) == attempt.Text;
            Assert.Equal(isStored ? attempt.Entries : 0, entries.Count(entry => entry == attempt.Text));
            if (attempt.IsStored is { } told)
                Assert.Equal(told, isStored);
        }

        Assert.Equal(_attempts.Where(attempt => decisions.GetValueOrDefault(attempt.Transaction) == attempt.Text).Sum(attempt => attempt.Entries), entries.Count);
    }

    private async Task<IReadOnlyList<StoreWrite>> MakeAsync(LogStep[] group)
    {
        var writes = new List<StoreWrite>();
        foreach (var step in group)
        {
            if (step.Log is not { } number)
            {
                var rollback = Begin(step.Transactions[0], entries: 0);
                writes.Add(new JournalWrite([rollback.Event], cause => rollback.IsStored = Told(cause)));
                continue;
            }

            var log = string.Create(CultureInfo.InvariantCulture, $"{prefix}log-{number}");
            _logs.Add(log);
            var attempts = step.Transactions.Distinct().Select((transaction, place) => Begin(transaction, entries: 1 + (place % 2))).ToList();
            writes.Add(new LogWrite(
                log,
                Math.Max(0, await HighestAsync(log) - (step.IsStale ? 1 : 0)),
                [.. attempts.Select(attempt => new LogAppend([.. Enumerable.Repeat(attempt.Event with { PersistenceId = log }, attempt.Entries)], attempt.Event))],
                (write, cause) =>
                {
                    for (var place = 0; place < attempts.Count; place++)
                        attempts[place].IsStored = cause is null ? !write.IsRefused(place) : Told(cause);
                }));
        }

        return writes;
    }

    private static bool? Told(Exception? cause) => cause switch
    {
        null => true,
        DuplicateEventException => false,
        _ => null,
    };

    private Attempt Begin(int transaction, int entries)
    {
        var attempt = new Attempt(
            string.Create(CultureInfo.InvariantCulture, $"{prefix}t-{transaction}"),
            string.Create(CultureInfo.InvariantCulture, $"{prefix}{transaction} by {_attempts.Count}"),
            entries);
        _attempts.Add(attempt);
        return attempt;
    }

    private static async Task WriteGroupAsync(IEventStore store, IReadOnlyList<StoreWrite> group)
    {
        try
        {
            await store.WriteAsync(group);
            foreach (var write in group)
                write.Succeed();
        }
        catch (PostgresException deadlock) when (deadlock.SqlState == PostgresErrorCodes.DeadlockDetected)
        {
            foreach (var write in group)
                write.Fail(deadlock);
        }
    }

    private async Task<long> HighestAsync(string id)
    {
        var read = new BoundsRead(id);
        await stores[0].ReadBoundsAsync([read]);
        return (await read.Answer).Highest;
    }

    private async Task<IReadOnlyList<StoredEvent>> EventsAsync(string id)
    {
        var read = new EventsRead(id, 1, long.MaxValue);
        await stores[0].ReadEventsAsync([read]);
        return await read.Answer;
    }

    private sealed record Attempt(string Transaction, string Text, int Entries)
    {
        /// <summary>Result that the writer was told; <c>null</c> when the result is unknown to it.</summary>
        public bool? IsStored { get; set; }

        public StoredEvent Event => new(Transaction, Decision, Created: 1, Encoding.UTF8.GetBytes(Text), "ta", Serializer: 1, WriterUuid: "");
    }
}

/// <summary>One write of a group.</summary>
/// <param name="Log">Log to append to; <c>null</c>: a decision without entries, such as a rollback.</param>
/// <param name="Transactions">Transactions whose decision is written.</param>
/// <param name="IsStale">True when the writer does not know of the log's last entry.</param>
internal sealed record LogStep(int? Log, int[] Transactions, bool IsStale);
