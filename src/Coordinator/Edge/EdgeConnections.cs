using System.Collections.Concurrent;
using System.Net;
using System.Threading.RateLimiting;

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
    private readonly Dictionary<IPAddress, int> _perAddress = [];
    private readonly Lock _lock = new();
    private int _count;

    public IEnumerable<EdgeConnection> All => _byId.Values;

    /// <summary>Reserves a place for a peer, before any handshake. Returns the limit that is reached, or <c>null</c>.</summary>
    public string? TryEnter(IPAddress peer)
    {
        lock (_lock)
        {
            var ofAddress = _perAddress.GetValueOrDefault(peer);
            if (_count >= limits.Connections)
                return $"this node has {limits.Connections} connections already (remoting.maxConnections).";
            if (ofAddress >= limits.ConnectionsPerAddress)
                return $"{peer} has {limits.ConnectionsPerAddress} connections already (remoting.maxConnectionsPerAddress).";
            using var lease = _rate.AttemptAcquire(peer);
            if (!lease.IsAcquired)
                return $"{peer} connects too often: more than {limits.NewConnectionsPerSecond} times a second (remoting.newConnectionsPerSecond).";
            _count++;
            _perAddress[peer] = ofAddress + 1;
            return null;
        }
    }

    public void Leave(IPAddress peer)
    {
        lock (_lock)
        {
            _count--;
            if (--_perAddress[peer] == 0)
                _perAddress.Remove(peer);
        }
    }

    public void Dispose() => _rate.Dispose();

    public void Add(EdgeConnection connection) => _byId.TryAdd(connection.Id, connection);

    public void Remove(EdgeConnection connection) => _byId.TryRemove(connection.Id, out _);

    public EdgeConnection? Find(string? id) => id is not null && _byId.TryGetValue(id, out var connection) ? connection : null;
}
