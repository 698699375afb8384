using System.Data.Common;
using System.Text;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Harness.Postgres;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;
using Coordinator.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.Participants.Tests.Producing;

/// <summary>
/// Races of three instances, of which two lose their connection now and then, with hand-overs on all of them. Each message arrives once, and those of
/// one key that were sent one after the other arrive in that order.
/// </summary>
[Trait("race", "74")]
public sealed class StoreAndForwardRaceSpec
{
    private const int Keys = 5;
    private const int SendsOfKey = 60;

    private static readonly ProducerGroup Group = new("orders");

    [Fact]
    public async Task Order_by_key_holds_across_instances_on_Sqlite()
    {
        using var file = new SqliteFile();
        await RaceAsync(SqlDialect.Sqlite, file.Connect);
    }

    [PostgresFact]
    public async Task Order_by_key_holds_across_instances_on_PostgreSQL()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        await RaceAsync(SqlDialect.PostgreSql, database.Connect);
    }

    private static async Task RaceAsync(SqlDialect dialect, Func<DbConnection> connect)
    {
        var store = new OutcomeStore(dialect, connect) { ProducerGroup = Group };
        await store.EnsureTablesAsync();
        var coordinator = new OneCoordinator();
        var links = Enumerable.Range(0, 3).Select(number => Link(coordinator, seed: number)).ToList();
        var producers = links.Select(link => Producer(link, store)).ToList();
        using var stop = new CancellationTokenSource();
        // Leases are ignored: whatever hands over at the same time must not break the order.
        var forwarders = links.Select((link, number) => ForwardAsync(store, link, $"{number}", stop.Token)).ToList();

        var stored = (await Task.WhenAll(Enumerable.Range(0, Keys).Select(key => SendAllAsync(producers, key)))).Sum();
        await stop.CancelAsync();
        await Task.WhenAll(forwarders);
        await new Forwarder(store.Stored!, new BreakableLink(coordinator), Group, keep: true, "last", NullLogger.Instance).RunAsync(default);

        foreach (var key in Enumerable.Range(0, Keys))
        {
            var numbers = coordinator.Log.Where(message => message.OrderingKey == $"{key}")
                .Select(message => int.Parse(Encoding.UTF8.GetString(message.Body.Span), null));
            Assert.Equal(Enumerable.Range(1, SendsOfKey), numbers);
        }

        Assert.InRange(stored, 1, (Keys * SendsOfKey) - 1);
        Assert.Equal(0L, await store.Stored!.CountAsync(default));
    }

    /// <summary>Sends by one instance after the other, each after the send before has returned.</summary>
    private static async Task<int> SendAllAsync(List<TransactionalProducer> producers, int key)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var stored = 0;
        for (var number = 1; number <= SendsOfKey; number++)
        {
            var message = new Message { Topic = new Topic("orders.paid"), Body = Encoding.UTF8.GetBytes($"{number}"), OrderingKey = $"{key}" };
            var result = await producers[(number + key) % producers.Count].SendAsync((scope, _) =>
            {
                scope.Publish(message);
                return Task.CompletedTask;
            });
            stored += result.IsStored ? 1 : 0;
        }

        return stored;
    }

    private static async Task ForwardAsync(OutcomeStore store, BreakableLink link, string owner, CancellationToken ct)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await store.Stored!.EndLeaseAsync(owner, CancellationToken.None);
                await new Forwarder(store.Stored!, link, Group, keep: true, "all", NullLogger.Instance).RunAsync(CancellationToken.None);
            }
            catch (Exception away) when (away is CoordinatorUnavailableException or DbException)
            {
                // The next run goes on. SQLite may refuse a second writer.
            }
        }
    }

    /// <summary>The first instance is always connected. Prepares and hand-overs of the others fail by chance, before or after they arrive.</summary>
    private static BreakableLink Link(OneCoordinator coordinator, int seed)
    {
        var random = new Random(seed);
        var link = new BreakableLink(coordinator);
        if (seed > 0)
        {
            link.Fails = command =>
            {
                lock (random)
                {
                    if (command is not (Contracts.Producing.Prepare or Contracts.Producing.HandOver) || random.Next(4) > 0)
                        return false;
                    if (random.Next(2) == 0)
                        coordinator.Answer(command);
                    return true;
                }
            };
        }

        return link;
    }

    private static TransactionalProducer Producer(BreakableLink link, OutcomeStore store) =>
        ProducerKit.Make(link, store, options => options.WhenUnavailable = WhenUnavailable.StoreLocally);
}
