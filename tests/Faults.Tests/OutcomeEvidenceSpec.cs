using Coordinator.Contracts;
using Coordinator.Faults.Participants;
using Coordinator.Harness.Postgres;
using Coordinator.Participants.Fence;
using Coordinator.Testing;

namespace Coordinator.Faults.Tests;

/// <summary>Outcomes of local transactions are evidence from the moment at which they are written, also when they are purged later.</summary>
public sealed class OutcomeEvidenceSpec
{
    private const string Group = "orders";

    [Fact]
    public async Task Outcomes_are_recorded_once_and_outlive_their_purge_on_SQLite()
    {
        using var directory = new TempDirectory();
        await RecordedAsync(new ServiceDatabase(SqlDialect.Sqlite, $"Data Source={directory.File("orders.db")};Pooling=false"));
    }

    [PostgresFact]
    public async Task Outcomes_are_recorded_once_and_outlive_their_purge_on_PostgreSQL()
    {
        await using PostgresDatabase postgres = await PostgresServer.CreateDatabaseAsync();
        await RecordedAsync(new ServiceDatabase(SqlDialect.PostgreSql, postgres.ConnectionString));
    }

    [Fact]
    public void Ids_of_a_run_with_retention_have_a_time_and_keep_the_name_of_their_producer()
    {
        var (id, name) = new Ids("orders-a-1-0", withTimes: true).Next();
        Assert.Matches("^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$", id);
        Assert.Equal("orders-a-1-0.0", name);

        (id, name) = new Ids("orders-a-1-0", withTimes: false).Next();
        Assert.Equal(("orders-a-1-0.0", id), (name, name));
    }

    private static async Task RecordedAsync(ServiceDatabase database)
    {
        var store = new OutcomeStore(database.Dialect, database.Connect) { ProducerGroup = new(Group) };
        await OutcomeEvidence.EnsureAsync(database, store);
        // The process of a producer is started again after each kill.
        await OutcomeEvidence.EnsureAsync(database, store);
        var ids = new Ids("orders", withTimes: true);
        var (committed, undone, fenced) = (new TransactionId(ids.Next().Id), new TransactionId(ids.Next().Id), new TransactionId(ids.Next().Id));
        await RecordAsync(store, committed, commit: true);
        await RecordAsync(store, undone, commit: false);
        await store.CheckAsync(fenced, CancellationToken.None);
        await store.CheckAsync(committed, CancellationToken.None);

        (string, string)[] expected = [(committed.Value, "committed"), (fenced.Value, "rolled back")];
        Assert.Equal(expected, await database.ReadAsync(OutcomeEvidence.Select));

        var purged = await store.PurgeAsync(
            new FinalTransactions(new(Group), TimeProvider.System.GetUtcNow().AddMinutes(1), []), TimeSpan.Zero, CancellationToken.None);
        Assert.Equal(2, purged);
        Assert.Equal(0, await database.CountAsync("SELECT count(*) FROM coordinator_outcomes"));
        Assert.Equal(expected, await database.ReadAsync(OutcomeEvidence.Select));

        // As a purge without a bound would allow: the second outcome of an id is there to be judged.
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await ServiceDatabase.ExecuteAsync(
            connection,
            null,
            $"INSERT INTO coordinator_outcomes (transaction_id, outcome) VALUES ('{committed.Value}', 'rolled back')",
            CancellationToken.None);
        Assert.Equal([.. expected, (committed.Value, "rolled back")], await database.ReadAsync(OutcomeEvidence.Select));
    }

    private static async Task RecordAsync(OutcomeStore store, TransactionId id, bool commit)
    {
        await using var connection = await store.OpenConnectionAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync();
        await store.RecordCommittedAsync(transaction, id, CancellationToken.None);
        if (commit)
            await transaction.CommitAsync();
    }
}
