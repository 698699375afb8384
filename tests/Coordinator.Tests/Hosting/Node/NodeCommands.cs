using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Coordinator.Contracts.Producing;
using Coordinator.Harness.Node;
using Coordinator.Transactions;

namespace Coordinator.Tests.Hosting.Node;

/// <summary>Sends commands to the transactions of a node directly, without a session.</summary>
internal static class NodeCommands
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Repeats a command until a reply other than busy arrives, as sessions do.</summary>
    public static async Task<TransactionReply> SendAsync(this InProcessNode node, ITransactionMessage command)
    {
        using var deadline = new CancellationTokenSource(Timeout);
        while (true)
        {
            try
            {
                var reply = await Transactions(node).Ask<TransactionReply>(command, AnswerTimeout, deadline.Token);
                if (reply.Outcome != TransactionOutcome.Busy)
                    return reply;
            }
            catch (AskTimeoutException)
            {
                // A hand-over drops messages: send the command again.
            }

            deadline.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Counts the transactions in the memory of the node, by shard.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> ShardsAsync(this InProcessNode node)
    {
        var state = await Transactions(node).Ask<CurrentShardRegionState>(GetShardRegionState.Instance, Timeout);
        return state.Shards.ToDictionary(shard => shard.ShardId, shard => shard.EntityIds.Count);
    }

    public static async Task<IReadOnlyList<ITransactionEvent>> EventsAsync(this InProcessNode node, PrepareTransaction prepared) =>
        (await JournalTransactionHistory.Of(node.System).ReadAsync(prepared.Id)).Events;

    private static IActorRef Transactions(InProcessNode node) => ActorRegistry.For(node.System).Get<TransactionRegion>();
}
