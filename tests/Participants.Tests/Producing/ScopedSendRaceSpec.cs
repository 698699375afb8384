using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;
using Coordinator.Testing;
using Npgsql;

namespace Coordinator.Participants.Tests.Producing;

/// <summary>Tests the prepare at the end of a local transaction against checks, a small pool and many senders, on real databases.</summary>
[Trait("race", "73")]
public sealed class ScopedSendRaceSpec : IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Check_during_the_prepare_answers_in_progress_and_then_what_stands_on_Sqlite(bool isAccepted) =>
        CheckDuringThePrepareAsync(SqlDialect.Sqlite, _file.Connect, isAccepted);

    [PostgresTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_during_the_prepare_answers_in_progress_and_then_what_stands_on_PostgreSQL(bool isAccepted)
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        await CheckDuringThePrepareAsync(SqlDialect.PostgreSql, database.Connect, isAccepted);
    }

    /// <summary>A check that finds no connection fails and is asked again. The send itself needs one connection at a time.</summary>
    [PostgresFact]
    public async Task One_connection_is_enough_for_a_send_that_commits_and_one_that_fails()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        var pool = new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = 1, Timeout = 5 }.ConnectionString;
        var store = await StoreAsync(SqlDialect.PostgreSql, () => new NpgsqlConnection(pool));
        var isAccepted = true;
        var producer = Producer(store, new AsyncLink(command => Task.FromResult(
            FakeCoordinator.Reply(command, isAccepted || command is not Prepare ? TransactionOutcome.Accepted : TransactionOutcome.Conflict))));

        var sent = await producer.SendAsync(Publish, new SendOptions { Key = "one" });
        isAccepted = false;
        await Assert.ThrowsAsync<TransactionRefusedException>(() => producer.SendAsync(Publish, new SendOptions { Key = "two" }));

        Assert.Equal(sent.Id, (await store.FindKeyAsync("one"))!.Id);
        Assert.Null(await store.FindKeyAsync("two"));
    }

    /// <summary>The process that committed first may have died before it told. What was published is not known here, but that it was.</summary>
    [Fact]
    public async Task Repeated_send_under_a_key_tells_the_commit_again()
    {
        var link = new AsyncLink(command => Task.FromResult(FakeCoordinator.Reply(command, TransactionOutcome.Accepted)));
        var producer = Producer(await StoreAsync(SqlDialect.Sqlite, _file.Connect), link);
        var first = await producer.SendAsync(Publish, new SendOptions { Key = "one" });
        var again = await producer.SendAsync(Publish, new SendOptions { Key = "one" });

        Assert.Equal((first.Id, true, true), (again.Id, again.WasAlreadyCommitted, again.Confirmed));
        Assert.Equal([first.Id, first.Id], link.Sent.OfType<Commit>().Select(commit => commit.Id));
    }

    [Fact]
    public async Task Eight_senders_on_Sqlite_commit_one_after_the_other()
    {
        const int Senders = 8;
        const int Sends = 10;
        var store = await StoreAsync(SqlDialect.Sqlite, _file.Connect);
        var link = new AsyncLink(async command =>
        {
            // The writer lock is held meanwhile, so that the others wait for it.
            await Task.Yield();
            return FakeCoordinator.Reply(command, TransactionOutcome.Accepted);
        });
        var producer = Producer(store, link);

        await Task.WhenAll(Enumerable.Range(0, Senders).Select(SendAllAsync));

        Assert.Equal(Senders * Sends, await store.CountKeysAsync());
        Assert.Equal(Senders * Sends, link.Sent.OfType<Commit>().Count());
        Assert.Empty(link.Posted);

        async Task SendAllAsync(int sender)
        {
            // SQLite blocks the thread of whoever waits for its lock.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            for (var number = 0; number < Sends; number++)
                await producer.SendAsync(Publish, new SendOptions { Key = $"{sender}-{number}" });
        }
    }

    private static async Task CheckDuringThePrepareAsync(SqlDialect dialect, Func<DbConnection> connect, bool isAccepted)
    {
        var store = await StoreAsync(dialect, connect);
        CheckVerdict? during = null;
        TransactionId? prepared = null;
        var producer = Producer(store, new AsyncLink(async command =>
        {
            if (command is not Prepare)
                return FakeCoordinator.Reply(command, TransactionOutcome.Accepted);
            prepared = command.Id;
            during = (await store.CheckAsync(command.Id)).Verdict;
            return isAccepted ? FakeCoordinator.Reply(command, TransactionOutcome.Accepted) : throw new CoordinatorUnavailableException("away");
        }));

        var error = await Record.ExceptionAsync(() => producer.SendAsync(Publish));

        Assert.Equal(isAccepted, error is null);
        Assert.Equal(CheckVerdict.InProgress, during);
        Assert.Equal(
            isAccepted ? CheckVerdict.Committed : CheckVerdict.RolledBack,
            (await store.CheckAsync(prepared!.Value)).Verdict);
    }

    private static Task<LocalOutcome> Publish(LocalTransactionScope scope, CancellationToken ct)
    {
        scope.Publish(ParticipantApp.Message);
        return Task.FromResult(LocalOutcome.Commit);
    }

    private static async Task<OutcomeStore> StoreAsync(SqlDialect dialect, Func<DbConnection> connect)
    {
        var store = new OutcomeStore(dialect, connect) { ProducerGroup = new ProducerGroup("orders") };
        await store.EnsureTablesAsync();
        return store;
    }

    private static TransactionalProducer Producer(OutcomeStore store, AsyncLink link) => ProducerKit.Make(link, store);
}
