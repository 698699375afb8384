using Akka.Actor;
using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.Members;

/// <summary>Sessions that consume a queue for a group, with or without a running stream.</summary>
internal sealed class GroupMembers(GroupQueue of, IActorContext context)
{
    private readonly Dictionary<IActorRef, AttachConsumer> _attached = [];
    private readonly HashSet<IActorRef> _unanswered = [];

    public bool Any => _attached.Count > 0;

    public AttachConsumer? First => _attached.Values.FirstOrDefault();

    public IReadOnlyCollection<AttachConsumer> All => _attached.Values;

    public void Attach(AttachConsumer attach, IActorRef requester)
    {
        if (!_attached.ContainsKey(attach.Session))
            context.Watch(attach.Session);
        _attached[attach.Session] = attach;
        _unanswered.Add(requester);
    }

    public bool Remove(IActorRef session)
    {
        context.Unwatch(session);
        return _attached.Remove(session);
    }

    /// <summary>Answers the members that wait, because the group's progress is durable.</summary>
    public void Confirm()
    {
        var attached = new ConsumerAttached(of.Queue, of.Group);
        foreach (var requester in _unanswered)
            requester.Tell(attached);
        _unanswered.Clear();
    }
}
