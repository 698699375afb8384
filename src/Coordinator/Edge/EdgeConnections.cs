using System.Collections.Concurrent;
using System.Net;

namespace Coordinator.Edge;

/// <summary>Open connections of participants, limited in all and for each address.</summary>
internal sealed class EdgeConnections(int limit, int limitPerAddress)
{
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
            if (_count >= limit)
                return $"this node has {limit} connections already (remoting.maxConnections).";
            if (ofAddress >= limitPerAddress)
                return $"{peer} has {limitPerAddress} connections already (remoting.maxConnectionsPerAddress).";
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

    public void Add(EdgeConnection connection) => _byId.TryAdd(connection.Id, connection);

    public void Remove(EdgeConnection connection) => _byId.TryRemove(connection.Id, out _);

    public EdgeConnection? Find(string? id) => id is not null && _byId.TryGetValue(id, out var connection) ? connection : null;
}
