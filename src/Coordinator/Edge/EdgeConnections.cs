using System.Collections.Concurrent;
using System.Net;
using System.Threading.RateLimiting;
using Coordinator.Common;

namespace Coordinator.Edge;

/// <summary>Open connections of participants, limited in all and for each address, in number and in rate.</summary>
internal sealed class EdgeConnections(EdgeAdmission limits) : IDisposable
{
    private const int Burst = 4;

    private readonly PartitionedRateLimiter<IPAddress> _rate = PartitionedRateLimiter.Create<IPAddress, IPAddress>(
        address => RateLimitPartition.GetTokenBucketLimiter(address, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Burst * limits.NewConnectionsPerSecond,
            TokensPerPeriod = limits.NewConnectionsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }));

    private readonly ConcurrentDictionary<string, EdgeConnection> _byId = new();
    private readonly AddressCounts _perAddress = new(limits.ConnectionsPerAddress);
    private int _count;

    public IEnumerable<EdgeConnection> All => _byId.Values;

    /// <summary>Reserves a place for a peer, before any handshake. Returns the limit that is reached, or <c>null</c>.</summary>
    public string? TryEnter(IPAddress peer)
    {
        var address = RemoteAddress.KeyOf(peer);
        if (!_perAddress.TryEnter(address))
            return $"{peer} has {limits.ConnectionsPerAddress} connections already (remoting.maxConnectionsPerAddress).";
        var problem = Interlocked.Increment(ref _count) > limits.Connections
            ? $"this node has {limits.Connections} connections already (remoting.maxConnections)."
            : RateProblem(peer, address);
        if (problem is not null)
            Leave(peer);
        return problem;
    }

    public void Leave(IPAddress peer)
    {
        Interlocked.Decrement(ref _count);
        _perAddress.Leave(RemoteAddress.KeyOf(peer));
    }

    public void Dispose() => _rate.Dispose();

    public void Add(EdgeConnection connection) => _byId.TryAdd(connection.Id, connection);

    public void Remove(EdgeConnection connection) => _byId.TryRemove(connection.Id, out _);

    public EdgeConnection? Find(string? id) => id is not null && _byId.TryGetValue(id, out var connection) ? connection : null;

    private string? RateProblem(IPAddress peer, IPAddress address)
    {
        using var lease = _rate.AttemptAcquire(address);
        return lease.IsAcquired
            ? null
            : $"{peer} connects too often: more than {limits.NewConnectionsPerSecond} times a second (remoting.newConnectionsPerSecond).";
    }
}
