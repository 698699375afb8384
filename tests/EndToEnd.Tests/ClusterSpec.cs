using System.Collections.Concurrent;
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
using Coordinator.Testing;

namespace Coordinator.EndToEnd.Tests;

/// <summary>
/// Tests nodes that share one database and the work: a session on one node, its transactions and queues on others.
/// </summary>
public sealed class ClusterSpec(CoordinatorCluster cluster) : IClassFixture<CoordinatorCluster>
{
    private const int Transactions = 60;
    private const int Senders = 4;

    // Long enough for the others to decide that it is gone and take over, or for three nodes on a busy machine to make
    // progress.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [PostgresFact]
    public async Task What_is_sent_to_one_node_is_handled_by_consumers_of_another()
    {
        var log = new ArrivalLog();
        await using var consumer = await cluster.Nodes[1].ConsumerAsync("shipping", log, "across");
        await using var producer = await cluster.Nodes[2].ProducerAsync(Patience);

        var ids = Ids("across", Transactions);
        // No check may occur in between.
        var sent = await Task.WhenAll(ids.Select(id => producer.SendAsync(id, Patience, MessageTo("across", id))));

        Assert.All(sent, result => Assert.True(result.Confirmed));
        await Eventually.TrueAsync(() => ids.All(id => log.Of(id).Count > 0), "all messages arrive", Patience);
        Assert.All(ids, id => Assert.Single(log.Of(id)));
    }

    [PostgresFact]
    public async Task Check_finds_its_producer_whatever_node_it_is_connected_to()
    {
        var log = new ArrivalLog();
        await using var consumer = await cluster.Nodes[1].ConsumerAsync("points", log, "silent");
        await using var producer = await cluster.Nodes[1].ProducerAsync(Patience);
        var ids = Ids("silent", 12);

        // Prepare and never decide: the checks find nothing in the producer's database, and fence the transactions.
        foreach (var id in ids)
            await producer.Producer.PrepareAsync(id, [MessageTo("silent", id)]);

        var database = cluster.Nodes[1].Database("orders");
        await Eventually.TrueAsync(() => ids.All(id => database.ReadOutcomes().ContainsKey(id)), "all are asked about", Patience);
        var last = new TransactionId("after-the-silent-ones");
        await producer.SendAsync(last, Patience, MessageTo("silent", last));
        await Eventually.TrueAsync(() => log.Of(last).Count > 0, "the one that was committed arrives", Patience);
        Assert.All(ids, id => Assert.Empty(log.Of(id)));
    }

    /// <summary>Restarts the node that formed the cluster: it must find the others and not form a second one.</summary>
    [PostgresFact]
    public async Task First_node_is_killed_without_loss_and_rejoins()
    {
        var log = new ArrivalLog();
        var confirmed = new ConcurrentBag<TransactionId>();
        await using var consumer = await cluster.Nodes[0].ConsumerAsync("billing", log, "moved");
        await using var producer = await cluster.Nodes[0].ProducerAsync();
        using var stop = new CancellationTokenSource();
        var senders = Enumerable.Range(0, Senders).Select(sender => SendAsync(producer, $"moved-{sender}", confirmed, stop.Token)).ToList();
        await MoreAsync("all is well");

        await cluster.Nodes[0].KillAsync();
        await MoreAsync("the others have taken over");
        await cluster.Nodes[0].StartSupervisedAsync();
        await using var returned = await cluster.Nodes[0].ConsumerAsync("auditing", log, "moved");
        await MoreAsync("the first is back");

        await stop.CancelAsync();
        await Task.WhenAll(senders);
        foreach (var group in (ConsumerGroup[])[new("billing"), new("auditing")])
        {
            await Eventually.TrueAsync(
                () => confirmed.All(id => log.Of(id).Any(arrival => arrival.Group == group)), $"all that was confirmed arrives at {group}", Patience);
        }

        Task MoreAsync(string when)
        {
            var before = confirmed.Count;
            return Eventually.TrueAsync(() => confirmed.Count >= before + Transactions, when, Patience);
        }
    }

    [PostgresFact]
    public async Task Node_that_stood_still_for_too_long_ends_with_its_own_exit_code_and_rejoins()
    {
        var node = cluster.Nodes[2];
        await using var producer = await cluster.Nodes[0].ProducerAsync(Patience);
        node.Pause();
        try
        {
            // Some of them belong to the node that stands still, so they are confirmed only when the others have removed it.
            var sent = await Task.WhenAll(Ids("paused", Transactions).Select(id => producer.SendAsync(id, Patience, MessageTo("paused", id))));
            Assert.All(sent, result => Assert.True(result.Confirmed));
        }
        finally
        {
            node.Resume();
        }

        Assert.Equal(11, await node.ExitAsync(Patience));
        Assert.Contains("The cluster removed this node", node.Output, StringComparison.Ordinal);
        await node.StartSupervisedAsync();
    }

    private static List<TransactionId> Ids(string name, int count) =>
        [.. Enumerable.Range(0, count).Select(number => new TransactionId(string.Create(CultureInfo.InvariantCulture, $"{name}-{number}")))];

    // Without an ordering key, messages spread over all queues, which are on several nodes.
    private static Message MessageTo(string topic, TransactionId id) =>
        new() { Topic = new Topic(topic), Body = Encoding.UTF8.GetBytes(id.Value) };

    private static async Task SendAsync(
        Participant producer, string name, ConcurrentBag<TransactionId> confirmed, CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var id = new TransactionId(string.Create(CultureInfo.InvariantCulture, $"{name}-{number}"));
            try
            {
                if ((await producer.SendAsync(id, MessageTo("moved", id))).Confirmed)
                    confirmed.Add(id);
            }
            catch (Exception doubtful) when (doubtful is CoordinatorUnavailableException or TransactionFencedException or TransactionRefusedException)
            {
                // The outcome does not matter: the transaction was not confirmed. A check may have rolled it back before its prepare was answered.
            }
        }
    }
}
