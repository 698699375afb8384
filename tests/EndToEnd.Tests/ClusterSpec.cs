using System.Globalization;
using Coordinator.Contracts;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Testing;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Nodes that share one database and the work: a session here, its transactions and queues there.</summary>
public sealed class ClusterSpec(PostgresDatabaseFixture postgres) : IClassFixture<PostgresDatabaseFixture>
{
    private const int Transactions = 60;

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
}
