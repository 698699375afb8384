using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.CheckBack;

/// <summary>Who can be asked about which producer group. Plain: used by one actor only.</summary>
internal sealed class ProducerDirectory
{
    private readonly Dictionary<IActorRef, Registration> _sessions = [];
    private readonly Dictionary<ProducerGroup, Instances> _groups = [];

    public IReadOnlyCollection<IActorRef> Sessions => _sessions.Keys;

    public bool HasInstance(ProducerGroup group) => _groups.ContainsKey(group);

    /// <summary>An instance that opens a second session is asked through that one from now on.</summary>
    /// <returns>The groups that had no instance before.</returns>
    public IReadOnlyList<ProducerGroup> Register(InstanceId instance, IReadOnlyList<ProducerGroup> groups, IActorRef session)
    {
        var returned = groups.Distinct().Where(group => !HasInstance(group)).ToList();
        Unregister(session);
        var producer = new Producer(instance, session);
        _sessions[session] = new Registration(producer, groups);
        foreach (var group in groups.Distinct())
        {
            if (!_groups.TryGetValue(group, out var instances))
                _groups[group] = instances = new Instances();
            instances.Add(producer);
        }

        return returned;
    }

    /// <returns>The groups that have no instance now.</returns>
    public IReadOnlyList<ProducerGroup> Unregister(IActorRef session)
    {
        if (!_sessions.Remove(session, out var registration))
            return [];
        var deserted = new List<ProducerGroup>();
        foreach (var group in registration.Groups.Distinct())
        {
            if (!_groups.TryGetValue(group, out var instances) || !instances.Remove(registration.Producer))
                continue;
            _groups.Remove(group);
            deserted.Add(group);
        }

        return deserted;
    }

    /// <summary>The next instance of the group in turn, one that answered well before one that did not.</summary>
    public Producer? Pick(ProducerGroup group, DateTimeOffset now) =>
        _groups.TryGetValue(group, out var instances) ? instances.Next(now) : null;

    private sealed record Registration(Producer Producer, IReadOnlyList<ProducerGroup> Groups);

    private sealed class Instances
    {
        private readonly List<Producer> _all = [];
        private int _turn;

        public void Add(Producer producer)
        {
            _all.RemoveAll(known => known.Instance == producer.Instance);
            _all.Add(producer);
        }

        /// <returns>Whether none is left.</returns>
        public bool Remove(Producer producer)
        {
            _all.Remove(producer);
            return _all.Count == 0;
        }

        public Producer Next(DateTimeOffset now)
        {
            for (var step = 0; step < _all.Count; step++)
            {
                var candidate = _all[(_turn + step) % _all.Count];
                if (candidate.AvoidUntil > now)
                    continue;
                _turn = (_turn + step + 1) % _all.Count;
                return candidate;
            }

            _turn %= _all.Count;
            return _all[_turn++];
        }
    }
}
