using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Remote.Transport;

namespace Coordinator.Contracts.Remoting.InProcess;

/// <summary>Network within this process: the actor systems that were given it reach each other, and nobody else reaches them.</summary>
/// <param name="conditions">Conditions on the way between two systems. <c>null</c>: everything arrives at once.</param>
internal sealed class InProcessNetwork(INetworkConditions? conditions = null)
{
    private readonly ConcurrentDictionary<Address, InProcessTransport> _systems = new();
    private readonly ConcurrentDictionary<InProcessLink, byte> _links = new();

    public void Add(Address address, InProcessTransport transport) => _systems[address] = transport;

    public void Remove(Address address)
    {
        _systems.TryRemove(address, out _);
        End(link => link.From == address || link.To == address);
    }

    /// <summary>Ends the connections that a test selects, as a reset does.</summary>
    public void End(Func<InProcessLink, bool> selects)
    {
        foreach (var link in _links.Keys.Where(selects))
            link.End();
    }

    /// <exception cref="InvalidAssociationException">There is no such system.</exception>
    public async Task<AssociationHandle> ConnectAsync(Address from, Address to)
    {
        if (!_systems.TryGetValue(to, out var target) || conditions?.IsCut(from, to) is true)
            throw new InvalidAssociationException($"{to} cannot be reached.");
        var listener = await target.Listener.ConfigureAwait(false);
        var link = new InProcessLink(from, to, conditions, ended => _links.TryRemove(ended, out _));
        _links.TryAdd(link, 0);
        listener.Notify(new InboundAssociation(link.Accepting));
        return link.Opening;
    }

    /// <summary>Makes this the network of an actor system.</summary>
    /// <param name="host">Host of the system's address.</param>
    /// <param name="port">Port of the system's address.</param>
    public Setup SetupOf(string host, int port) => new InProcessSetup(this, host, port);
}
