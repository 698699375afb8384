using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Sessions;

/// <summary>Sessions that are open at this node. Each participant has names of its own for its instances.</summary>
internal sealed class OpenSessions
{
    private readonly Dictionary<(string Participant, InstanceId Instance), OpenedSession> _byInstance = [];
    private readonly Dictionary<IActorRef, OpenedSession> _bySession = [];
    private readonly Dictionary<IActorRef, List<OpenedSession>> _byPeer = [];
    private readonly Dictionary<string, int> _perPrincipal = new(StringComparer.Ordinal);
    private readonly Dictionary<ProducerGroup, int> _perGroup = [];

    public int Count => _bySession.Count;

    public IReadOnlyCollection<OpenedSession> All => _bySession.Values;

    public bool TryFind(string participant, InstanceId instance, [NotNullWhen(true)] out OpenedSession? opened) =>
        _byInstance.TryGetValue((participant, instance), out opened);

    /// <summary>Finds the session that a request has opened before.</summary>
    public bool TryFind(OpenSession open, IActorRef peer, [NotNullWhen(true)] out OpenedSession? opened)
    {
        opened = OfPeer(peer).FirstOrDefault(known => known.Identity.Instance == open.Instance && known.Identity.IsOpenedBy(open, peer));
        return opened is not null;
    }

    public IReadOnlyList<OpenedSession> OfPeer(IActorRef peer) => _byPeer.GetValueOrDefault(peer, []);

    /// <summary>Number of sessions that count together: those of one participant, or of one address.</summary>
    public int CountOf(string principal) => _perPrincipal.GetValueOrDefault(principal);

    /// <summary>Number of producer groups when a session with these is added.</summary>
    public int CountWith(IReadOnlyList<ProducerGroup> groups) =>
        _perGroup.Count + groups.Distinct().Count(group => !_perGroup.ContainsKey(group));

    public void Add(OpenedSession opened)
    {
        var identity = opened.Identity;
        _byInstance.Add((identity.Access.Name, identity.Instance), opened);
        _bySession.Add(opened.Session, opened);
        if (!_byPeer.TryGetValue(identity.Participant, out var ofPeer))
            _byPeer[identity.Participant] = ofPeer = new List<OpenedSession>(1);
        ofPeer.Add(opened);
        _perPrincipal[identity.Principal] = CountOf(identity.Principal) + 1;
        foreach (var group in identity.ProducerGroups)
            _perGroup[group] = _perGroup.GetValueOrDefault(group) + 1;
    }

    /// <summary>Removes a session, if it is here.</summary>
    public void Remove(IActorRef session)
    {
        if (!_bySession.Remove(session, out var opened))
            return;
        var identity = opened.Identity;
        _byInstance.Remove((identity.Access.Name, identity.Instance));
        var ofPeer = _byPeer[identity.Participant];
        ofPeer.Remove(opened);
        if (ofPeer.Count == 0)
            _byPeer.Remove(identity.Participant);
        if ((_perPrincipal[identity.Principal] = CountOf(identity.Principal) - 1) == 0)
            _perPrincipal.Remove(identity.Principal);
        foreach (var group in identity.ProducerGroups)
        {
            if (--_perGroup[group] == 0)
                _perGroup.Remove(group);
        }
    }
}
