using System.Globalization;
using Akka.Cluster.Sharding;
using Akka.Util;

namespace Coordinator.Transactions;

/// <summary>Which shard a transaction lives in: by its id, the same on every node and in every release.</summary>
internal sealed class TransactionShards : IMessageExtractor
{
    private const int Count = 64;

    // The names are made once: a shard is looked up for every message.
    private static readonly string[] Names =
        [.. Enumerable.Range(0, Count).Select(number => number.ToString(CultureInfo.InvariantCulture))];

    public string? EntityId(object message) => message is ITransactionMessage addressed ? addressed.Id.Value : null;

    public object EntityMessage(object message) => message;

    public string? ShardId(object message) => EntityId(message) is { } id ? ShardId(id) : null;

    public string ShardId(string entityId, object? messageHint = null) =>
        Names[(uint)MurmurHash.StringHash(entityId) % Count];
}
