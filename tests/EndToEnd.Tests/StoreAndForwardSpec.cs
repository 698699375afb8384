using System.Data.Common;
using System.Globalization;
using System.Text;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Tests that business goes on while the coordinator is killed, and that its messages come afterwards, once and in the order of their keys.</summary>
[Trait("race", "74")]
public sealed class StoreAndForwardSpec
{
    private const int Sends = 30;

    [Fact]
    public async Task Two_instances_go_on_without_a_coordinator_and_order_by_key_holds()
    {
        await using var coordinator = await TestCoordinator.StartAsync();
        var database = coordinator.Database("orders");
        var arrivals = new ArrivalLog();
        await using var consumer = await coordinator.ConsumerAsync("shipping", arrivals, "orders");
        await using var first = await StartAsync(coordinator, database);
        await using var second = await StartAsync(coordinator, database);
        await SendAsync(first, second, 1, 10);
        await coordinator.KillAsync();
        var stored = await SendAsync(first, second, 11, 20);
        Assert.Equal(10, stored);
        await coordinator.StartAgainAsync();
        await SendAsync(first, second, 21, Sends);

        await Eventually.TrueAsync(() => arrivals.All.Select(arrival => arrival.Key).Distinct().Count() == Sends, "all messages arrive");
        Assert.Equal(
            Enumerable.Range(1, Sends).Select(number => number.ToString(CultureInfo.InvariantCulture)),
            arrivals.All.Select(arrival => arrival.Key).Distinct());
        Assert.Equal(Sends, database.Count("SELECT count(*) FROM coordinator_outcomes WHERE outcome = 'committed'"));
        await Eventually.TrueAsync(() => database.Count("SELECT count(*) FROM coordinator_stored_keys") == 0, "nothing is stored any more");
    }

    private static Task<Participant> StartAsync(TestCoordinator coordinator, SqliteDatabase database) => Participant.StartAsync(
        coordinator.ContactPoint,
        "orders",
        participant => participant.UseOutcomeStore(SqlDialect.Sqlite, database.Connect),
        options => (options.WhenUnavailable, options.PrepareTimeout) = (WhenUnavailable.StoreLocally, TimeSpan.FromMilliseconds(500)));

    /// <summary>Sends messages of one key, by one instance after the other, and returns how many were stored.</summary>
    private static async Task<int> SendAsync(Participant first, Participant second, int from, int to)
    {
        var stored = 0;
        for (var number = from; number <= to; number++)
        {
            var text = number.ToString(CultureInfo.InvariantCulture);
            var message = new Message { Topic = new Topic("orders"), Key = text, OrderingKey = "ann", Body = Encoding.UTF8.GetBytes(text) };
            var sent = await (number % 2 == 0 ? first : second).Producer.SendAsync(
                [message], (DbTransaction _, CancellationToken _) => Task.FromResult(LocalOutcome.Commit));
            stored += sent.IsStored ? 1 : 0;
        }

        return stored;
    }
}
