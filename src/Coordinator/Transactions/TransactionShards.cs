using System.Globalization;
using Akka.Cluster.Sharding;
using Coordinator.Common;

namespace Coordinator.Transactions;

/// <summary>Assigns a transaction to a shard by its id, the same on every node.</summary>
internal sealed class TransactionShards : IMessageExtractor
{
    // Created once, because every message looks up its shard.
    private static readonly string[] Names =
        [.. Enumerable.Range(0, ShardSettings.Shards).Select(number => number.ToString(CultureInfo.InvariantCulture))];

    public string? EntityId(object message) => message is ITransactionMessage addressed ? addressed.Id.Value : null;

    public object EntityMessage(object message) => message;

    public string? ShardId(object message) => EntityId(message) is { } id ? ShardId(id) : null;

    public string ShardId(string entityId, object? messageHint = null) =>
        Names[StableHash.Of(entityId) % ShardSettings.Shards];
}
