using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Checks;

/// <summary>Live instances of one producer group, in rotation. Not thread-safe: used by one actor only.</summary>
internal sealed class ProducerInstances
{
    private readonly Dictionary<IActorRef, ProducerInstance> _bySession = [];
    // An instance that opened a second session is asked through that session.
    private readonly List<ProducerInstance> _rotation = [];
    private int _turn;

    public bool Any => _rotation.Count > 0;

    public IReadOnlyCollection<IActorRef> Sessions => _bySession.Keys;

    /// <summary>Adds an instance; false when it is registered already. Sessions register at intervals.</summary>
    public bool Add(InstanceId instance, IActorRef session)
    {
        var producer = new ProducerInstance(instance, session);
        if (!_bySession.TryAdd(session, producer))
            return false;
        _rotation.RemoveAll(known => known.Instance == instance);
        _rotation.Add(producer);
        return true;
    }

    public void Remove(IActorRef session)
    {
        if (_bySession.Remove(session, out var producer))
            _rotation.Remove(producer);
    }

    /// <summary>Next instance of the rotation; <c>null</c> when there is none. Instances to avoid are picked last.</summary>
    public ProducerInstance? Pick(DateTimeOffset now)
    {
        for (var step = 0; step < _rotation.Count; step++)
        {
            var candidate = _rotation[(_turn + step) % _rotation.Count];
            if (candidate.AvoidUntil > now)
                continue;
            _turn = (_turn + step + 1) % _rotation.Count;
            return candidate;
        }

        if (_rotation.Count == 0)
            return null;
        _turn %= _rotation.Count;
        return _rotation[_turn++];
    }
}
