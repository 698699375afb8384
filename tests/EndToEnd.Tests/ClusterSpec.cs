using System.Collections.Concurrent;
using System.Globalization;
using Coordinator.Contracts;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Participants;
using Coordinator.Testing;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Nodes that share one database and the work: a session here, its transactions and queues there.</summary>
public sealed class ClusterSpec(PostgresDatabaseFixture postgres) : IClassFixture<PostgresDatabaseFixture>
{
    private const int Transactions = 60;
    private const int Senders = 4;

    // Until the others are sure that it is gone, and have taken over.
    private static readonly TimeSpan TakeOver = TimeSpan.FromSeconds(90);

    [PostgresFact]
    public async Task What_is_sent_to_one_node_is_handled_by_consumers_of_another()
    {
        var log = new ArrivalLog();
        await using var cluster = await CoordinatorCluster.StartAsync(postgres.Database, nodes: 2);
        await using var consumer = await cluster.Nodes[1].ConsumerAsync("shipping", log);
        await using var producer = await cluster.Nodes[0].ProducerAsync();

        var ids = Enumerable.Range(0, Transactions)
            .Select(number => new TransactionId(string.Create(CultureInfo.InvariantCulture, $"across-{number}")))
            .ToList();
        var sent = await Task.WhenAll(ids.Select(id => producer.SendAsync(id, DoomedParticipant.Message(id))));

        Assert.All(sent, result => Assert.True(result.Confirmed));
        await Eventually.TrueAsync(() => ids.All(id => log.Of(id).Count > 0), "all messages arrive");
        Assert.All(ids, id => Assert.Single(log.Of(id)));
    }

    [PostgresFact]
    public async Task Check_finds_its_producer_whatever_node_it_is_connected_to()
    {
        var log = new ArrivalLog();
        await using var cluster = await CoordinatorCluster.StartAsync(postgres.Database, nodes: 2);
        await using var consumer = await cluster.Nodes[1].ConsumerAsync("points", log);
        await using var producer = await cluster.Nodes[1].ProducerAsync();
        var ids = Enumerable.Range(0, 12)
            .Select(number => new TransactionId(string.Create(CultureInfo.InvariantCulture, $"silent-{number}")))
            .ToList();

        // Prepared and never decided: the checks find nothing in the producer's database, and fence them.
        foreach (var id in ids)
            await producer.Producer.PrepareAsync(id, [DoomedParticipant.Message(id)]);
        var last = new TransactionId("after-the-silent-ones");
        await producer.SendAsync(last, DoomedParticipant.Message(last));

        await Eventually.TrueAsync(() => log.Of(last).Count > 0, "the one that was committed arrives");
        var database = cluster.Nodes[1].Database("orders");
        await Eventually.TrueAsync(() => ids.All(id => database.ReadOutcomes().ContainsKey(id)), "all are asked about");
        Assert.All(ids, id => Assert.Empty(log.Of(id)));
    }

    [PostgresFact]
    public async Task Participants_of_a_node_that_is_killed_move_and_nothing_that_was_confirmed_is_lost()
    {
        var log = new ArrivalLog();
        var confirmed = new ConcurrentBag<TransactionId>();
        await using var cluster = await CoordinatorCluster.StartAsync(postgres.Database, nodes: 3);
        await using var consumer = await cluster.Nodes[0].ConsumerAsync("billing", log);
        await using var producer = await cluster.Nodes[0].ProducerAsync();
        using var stop = new CancellationTokenSource();
        var senders = Enumerable.Range(0, Senders).Select(sender => SendAsync(producer, $"moved-{sender}", confirmed, stop.Token)).ToList();
        await Eventually.TrueAsync(() => confirmed.Count >= Transactions, "all is well");

        await cluster.Nodes[0].KillAsync();

        var before = confirmed.Count;
        await Eventually.TrueAsync(() => confirmed.Count >= before + Transactions, "the others have taken over", TakeOver);
        await stop.CancelAsync();
        await Task.WhenAll(senders);
        await Eventually.TrueAsync(() => confirmed.All(id => log.Of(id).Count > 0), "all that was confirmed arrives", TakeOver);
    }

    private static async Task SendAsync(
        Participant producer, string name, ConcurrentBag<TransactionId> confirmed, CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var id = new TransactionId(string.Create(CultureInfo.InvariantCulture, $"{name}-{number}"));
            try
            {
                if ((await producer.SendAsync(id, DoomedParticipant.Message(id))).Confirmed)
                    confirmed.Add(id);
            }
            catch (Exception doubtful) when (doubtful is CoordinatorUnavailableException or TransactionFencedException)
            {
                // Whatever became of it: it was not confirmed.
            }
        }
    }
}
