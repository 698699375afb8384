using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Checks;

/// <summary>The live instances of one producer group, and who is asked next. Plain: used by one actor only.</summary>
internal sealed class ProducerInstances
{
    private readonly Dictionary<IActorRef, ProducerInstance> _bySession = [];
    // An instance that opens a second session is asked through that one from now on.
    private readonly List<ProducerInstance> _turns = [];
    private int _turn;

    public bool Any => _turns.Count > 0;

    public IReadOnlyCollection<IActorRef> Sessions => _bySession.Keys;

    /// <summary>False when it was known already: sessions say it again and again.</summary>
    public bool Add(InstanceId instance, IActorRef session)
    {
        var producer = new ProducerInstance(instance, session);
        if (!_bySession.TryAdd(session, producer))
            return false;
        _turns.RemoveAll(known => known.Instance == instance);
        _turns.Add(producer);
        return true;
    }

    public void Remove(IActorRef session)
    {
        if (_bySession.Remove(session, out var producer))
            _turns.Remove(producer);
    }

    /// <summary>The next one in turn, one that answered well before one that did not; <c>null</c> when there is none.</summary>
    public ProducerInstance? Pick(DateTimeOffset now)
    {
        for (var step = 0; step < _turns.Count; step++)
        {
            var candidate = _turns[(_turn + step) % _turns.Count];
            if (candidate.AvoidUntil > now)
                continue;
            _turn = (_turn + step + 1) % _turns.Count;
            return candidate;
        }

        if (_turns.Count == 0)
            return null;
        _turn %= _turns.Count;
        return _turns[_turn++];
    }
}
