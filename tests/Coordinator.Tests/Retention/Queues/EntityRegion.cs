using Akka;
using Akka.Actor;

namespace Coordinator.Tests.Retention.Queues;

/// <summary>Stands for a shard region: starts an entity at its first message. All of them can be stopped in order, or lost.</summary>
internal sealed class EntityRegion : ReceiveActor
{
    private readonly Dictionary<string, IActorRef> _entities = [];
    private IActorRef? _stopping;

    /// <param name="idOf">Returns the id of the entity that a message is for.</param>
    /// <param name="props">Creates an entity.</param>
    /// <param name="stop">Message that stops an entity in order.</param>
    public EntityRegion(Func<object, string?> idOf, Func<string, Props> props, object stop)
    {
        Receive<StopAll>(_ => End(entity => entity.Tell(stop)));
        Receive<LoseAll>(_ => End(Context.Stop));
        Receive<Terminated>(OnEnded);
        Receive<Akka.Cluster.Sharding.Passivate>(_ => { });
        ReceiveAny(message =>
        {
            if (idOf(message) is { } id)
                EntityOf(id, props).Forward(message);
        });
    }

    /// <summary>Stops all entities in order. Answered when they have stopped.</summary>
    public sealed record StopAll;

    /// <summary>Loses all entities, as a crash of their node does. Answered when they are gone.</summary>
    public sealed record LoseAll;

    private IActorRef EntityOf(string id, Func<string, Props> props)
    {
        if (_entities.TryGetValue(id, out var entity))
            return entity;
        _entities[id] = entity = Context.ActorOf(props(id));
        Context.Watch(entity);
        return entity;
    }

    private void End(Action<IActorRef> end)
    {
        _stopping = Sender;
        foreach (var entity in _entities.Values)
            end(entity);
        TellIfEnded();
    }

    private void OnEnded(Terminated ended)
    {
        foreach (var (id, _) in _entities.Where(entity => entity.Value.Equals(ended.ActorRef)).ToList())
            _entities.Remove(id);
        TellIfEnded();
    }

    private void TellIfEnded()
    {
        if (_entities.Count > 0 || _stopping is null)
            return;
        _stopping.Tell(Done.Instance);
        _stopping = null;
    }
}
