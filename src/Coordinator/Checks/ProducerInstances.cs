using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Checks;

/// <summary>Live instances of one producer group, in rotation. Not thread-safe: used by one actor only.</summary>
internal sealed class ProducerInstances
{
    private readonly Dictionary<IActorRef, ProducerInstance> _bySession = [];
    private readonly List<ProducerInstance> _rotation = [];
    private int _turn;

    public bool Any => _rotation.Count > 0;

    public IReadOnlyList<InstanceId> Names => [.. _rotation.Select(producer => producer.Instance).Distinct().OrderBy(instance => instance.Value, StringComparer.Ordinal)];

    public IReadOnlyCollection<IActorRef> Sessions => _bySession.Keys;

    /// <summary>Adds an instance; false when it is registered already. Sessions register at intervals.</summary>
    public bool Add(InstanceId instance, IActorRef session)
    {
        var producer = new ProducerInstance(instance, session);
        if (!_bySession.TryAdd(session, producer))
            return false;
        foreach (var known in _rotation)
            known.IsSuperseded |= known.Instance == instance;
        _rotation.Add(producer);
        return true;
    }

    public void Remove(IActorRef session)
    {
        if (!_bySession.Remove(session, out var producer))
            return;
        _rotation.Remove(producer);
        // Names are unique on one node only. An earlier session of the name may be alive, so it is asked again.
        if (_rotation.FindLast(known => known.Instance == producer.Instance) is { } earlier)
            earlier.IsSuperseded = false;
    }

    /// <summary>Next instance of the rotation; <c>null</c> when there is none. Instances to avoid and superseded sessions are picked last.</summary>
    public ProducerInstance? Pick(DateTimeOffset now) =>
        Next(candidate => candidate.AvoidUntil <= now && !candidate.IsSuperseded)
        ?? Next(candidate => candidate.AvoidUntil <= now)
        ?? Next(_ => true);

    private ProducerInstance? Next(Func<ProducerInstance, bool> isWanted)
    {
        for (var step = 0; step < _rotation.Count; step++)
        {
            var place = (_turn + step) % _rotation.Count;
            if (!isWanted(_rotation[place]))
                continue;
            _turn = (place + 1) % _rotation.Count;
            return _rotation[place];
        }

        return null;
    }
}
