using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Testing;
using Coordinator.Tests.Transactions;
using Coordinator.Topics.Log;
using Coordinator.Transactions;

namespace Coordinator.Tests.Hosting.Node;

/// <summary>
/// Of two commits of one key, the second begun after the first was confirmed, the queue has the first before the second. Each way between
/// three nodes is slow in its turn, so that the second commit overtakes the first wherever it can.
/// </summary>
[Trait("race", "24")]
public sealed class CommitOrderSpec : IAsyncLifetime
{
    private const int Pairs = 16;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(150);
    private static readonly QueueId Queue = new(new Topic("orders.paid"), 2);
    private static readonly QueueId OtherQueue = new(new Topic("orders.paid"), 3);

    private readonly SimulatedCluster _cluster = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _cluster.StopAsync();

    [PostgresFact]
    public async Task Commit_begun_after_another_was_confirmed_comes_after_it_in_the_queue_race_24()
    {
        await _cluster.StartAsync();

        for (var from = 0; from < SimulatedCluster.Size; from++)
        {
            for (var to = 0; to < SimulatedCluster.Size; to++)
            {
                if (from == to)
                    continue;
                _cluster.Network.Slow(_cluster.Nodes[from].Cluster.SelfAddress, _cluster.Nodes[to].Cluster.SelfAddress, Delay);
                await Task.WhenAll(Enumerable.Range(0, Pairs).Select(pair => CommitPairAsync($"{from}-{to}-{pair}", pair)));
            }
        }

        var log = await JournalQueueLogReader.Of(_cluster.Nodes[0].System).ReadAsync(Queue, 1, long.MaxValue, CancellationToken.None);
        var offsets = log.ToDictionary(entry => entry.Id.Transaction.Value, entry => entry.Offset);
        var wrong = offsets.Where(entry => entry.Key.EndsWith(".first", StringComparison.Ordinal))
            .Where(first => offsets[first.Key.Replace(".first", ".second", StringComparison.Ordinal)] < first.Value)
            .Select(first => first.Key);
        Assert.Empty(wrong);
        Assert.Equal(2 * Pairs * SimulatedCluster.Size * (SimulatedCluster.Size - 1), offsets.Count);
    }

    private async Task CommitPairAsync(string name, int pair)
    {
        // Every fourth transaction has messages for a second queue, so that its commit is written before its appends.
        var first = Prepare($"{name}.first", pair % 4 == 0);
        var second = Prepare($"{name}.second", pair % 4 == 1);
        var (one, other) = (_cluster.Nodes[pair % SimulatedCluster.Size], _cluster.Nodes[(pair / 2) % SimulatedCluster.Size]);
        await Task.WhenAll(one.SendAsync(first), other.SendAsync(second));
        foreach (var (node, prepare) in new[] { (one, first), (other, second) })
        {
            var reply = await node.SendAsync(new CommitTransaction(prepare.Id, prepare.Group, prepare.Instance));
            Assert.Equal(TransactionOutcome.Accepted, reply.Outcome);
        }
    }

    private static PrepareTransaction Prepare(string name, bool hasTwoQueues)
    {
        var message = new Message { Topic = Queue.Topic, OrderingKey = "anna" };
        RoutedMessage[] messages = hasTwoQueues
            ? [new RoutedMessage(message, Queue.Number), new RoutedMessage(message, OtherQueue.Number)]
            : [new RoutedMessage(message, Queue.Number)];
        return Some.Prepare(timeout: TimeSpan.FromMinutes(10)) with { Id = new TransactionId(name), Messages = messages };
    }
}
