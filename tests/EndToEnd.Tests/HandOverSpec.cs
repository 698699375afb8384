using System.Data.Common;
using System.Net.Http.Json;
using System.Text.Json;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness;
using Coordinator.Harness.Postgres;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;
using Coordinator.Testing;

namespace Coordinator.EndToEnd.Tests;

/// <summary>
/// Backs the coordinator up amid the traffic, goes on, loses the database, and restores the backup. Services hand over what it lacks. Every
/// committed message then has one effect in each group.
/// </summary>
[Trait("race", "57")]
public sealed class HandOverSpec
{
    private const int Senders = 4;
    private const string Committed = "SELECT count(*) FROM coordinator_outcomes WHERE outcome = 'committed'";

    [Fact]
    public async Task Nothing_is_lost_or_done_twice_after_a_restore_of_SQLite()
    {
        await using var coordinator = await TestCoordinator.StartAsync();
        var backup = Path.Combine(coordinator.HistoryDirectory("backups"), "coordinator.backup");
        await using var traffic = await Traffic.StartAsync(coordinator);

        await traffic.WorkAsync(100);
        Assert.Contains("made and checked", await coordinator.RunAsync("backup", backup), StringComparison.Ordinal);
        await traffic.WorkAsync(100);
        await coordinator.KillAsync();
        Assert.Contains("is kept as", await coordinator.RunAsync("restore", backup), StringComparison.Ordinal);
        await coordinator.StartAgainAsync();
        await traffic.WorkAsync(100);

        await traffic.SettleAsync();
        await CloseRestoreAsync(coordinator);
    }

    [OwnPostgresFact]
    public async Task Nothing_is_lost_or_done_twice_after_a_restore_of_PostgreSQL()
    {
        await using var database = await PostgresProcess.StartAsync();
        await database.CreateDatabaseAsync("coordinator");
        using var directory = new TempDirectory();
        var dump = directory.File("coordinator.dump");
        await using var coordinator = await TestCoordinator.StartOnAsync(database.NetworkString("coordinator"));
        await using var traffic = await Traffic.StartAsync(coordinator);

        await traffic.WorkAsync(100);
        await database.RunToolAsync("pg_dump", "--format=custom", $"--file={dump}", "--dbname=coordinator");
        await traffic.WorkAsync(100);
        await coordinator.KillAsync();
        await database.RunToolAsync("dropdb", "--force", "coordinator");
        await database.RunToolAsync("createdb", "coordinator");
        await database.RunToolAsync("pg_restore", "--dbname=coordinator", "--exit-on-error", "--single-transaction", dump);
        await Eventually.TrueAsync(() => IsMarkedAsync(coordinator), () => "the lease of the backup is over, and the restore is recorded");
        await coordinator.StartAgainAsync();
        await traffic.WorkAsync(100);

        await traffic.SettleAsync();
        await CloseRestoreAsync(coordinator);
    }

    private static async Task<bool> IsMarkedAsync(TestCoordinator coordinator)
    {
        try
        {
            await coordinator.RunAsync("restore");
            return true;
        }
        catch (HarnessException leased) when (leased.Message.Contains("is leased to", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private static async Task CloseRestoreAsync(TestCoordinator coordinator)
    {
        using var http = new HttpClient { BaseAddress = coordinator.Http };
        var restore = Assert.Single((await http.GetFromJsonAsync<JsonElement>("restores")).EnumerateArray());
        Assert.Equal(JsonValueKind.Null, restore.GetProperty("closedAt").ValueKind);
        var close = new Uri($"restores/{restore.GetProperty("epoch")}/close", UriKind.Relative);
        using var closed = await http.PostAsJsonAsync(close, new { who = "ann", why = "all have handed over" });
        Assert.Equal(200, (int)closed.StatusCode);
        using var again = await http.PostAsJsonAsync(close, new { who = "ann", why = "all have handed over" });
        Assert.Equal(409, (int)again.StatusCode);
    }

    /// <summary>A service that sends, and two that have effects, all with databases of their own.</summary>
    private sealed class Traffic : IAsyncDisposable
    {
        private static readonly string[] Groups = ["shipping", "points"];
        private static readonly Topic Topic = new("orders.paid");

        private readonly CancellationTokenSource _stop = new();
        private readonly List<Participant> _participants = [];
        private readonly Dictionary<string, SqliteDatabase> _effects = [];
        private readonly SqliteDatabase _orders;
        private readonly List<Task> _senders = [];
        private int _confirmed;

        private Traffic(TestCoordinator coordinator) => _orders = coordinator.Database("orders");

        public static async Task<Traffic> StartAsync(TestCoordinator coordinator)
        {
            var traffic = new Traffic(coordinator);
            foreach (var group in Groups)
                traffic._participants.Add(await traffic.ConsumerAsync(coordinator, group));
            var producer = await coordinator.ProducerAsync(commandTimeout: TimeSpan.FromSeconds(2));
            traffic._participants.Add(producer);
            traffic._senders.AddRange(Enumerable.Range(0, Senders).Select(sender => traffic.SendAsync(producer, $"key-{sender}")));
            return traffic;
        }

        public Task WorkAsync(int transactions)
        {
            var enough = Volatile.Read(ref _confirmed) + transactions;
            return Eventually.TrueAsync(() => Volatile.Read(ref _confirmed) >= enough, "services work on", TimeSpan.FromSeconds(90));
        }

        /// <summary>Stops sending, and waits for the effects of everything that the service has committed.</summary>
        public async Task SettleAsync()
        {
            await _stop.CancelAsync();
            await Task.WhenAll(_senders);
            var committed = _orders.Count(Committed);
            foreach (var (group, database) in _effects)
            {
                await Eventually.TrueAsync(
                    () => database.Count("SELECT count(DISTINCT transaction_id) FROM effects") >= committed, $"every message has its effect in {group}", TimeSpan.FromSeconds(60));
                Assert.Equal(committed, database.Count("SELECT count(*) FROM effects"));
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await Task.WhenAll(_senders);
            foreach (var participant in _participants)
                await participant.DisposeAsync();
            _stop.Dispose();
        }

        private Task<Participant> ConsumerAsync(TestCoordinator coordinator, string group)
        {
            var database = _effects[group] = coordinator.Database(group);
            database.Execute("CREATE TABLE effects (number INTEGER PRIMARY KEY, transaction_id TEXT NOT NULL)");
            return Participant.StartAsync(coordinator.ContactPoint, null, participant => participant.AddConsumer(
                group,
                Topic.Value,
                SqlDialect.Sqlite,
                database.Connect,
                async (message, transaction, ct) =>
                {
                    await using var insert = transaction.Connection!.CreateCommand();
                    insert.Transaction = transaction;
                    insert.CommandText = $"INSERT INTO effects (transaction_id) VALUES ('{message.Id.Transaction}')";
                    await insert.ExecuteNonQueryAsync(ct);
                },
                consumer => consumer.StartFrom = StartPosition.FromBeginning));
        }

        private async Task SendAsync(Participant producer, string key)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            while (!_stop.IsCancellationRequested)
            {
                try
                {
                    var sent = await producer.Producer.SendAsync(
                        [new Message { Topic = Topic, OrderingKey = key }],
                        (DbTransaction _, CancellationToken _) => Task.FromResult(LocalOutcome.Commit));
                    if (sent.Confirmed)
                        Interlocked.Increment(ref _confirmed);
                }
                catch (Exception expected) when (IsExpected(expected))
                {
                    // The service's database says what has become of it.
                }
            }
        }

        private static bool IsExpected(Exception failure) => failure
            is CoordinatorUnavailableException
            or CoordinatorRestoredException
            or TransactionFencedException
            or TransactionRefusedException
            or LocalOutcomeUnknownException
            or Microsoft.Data.Sqlite.SqliteException;
    }
}
