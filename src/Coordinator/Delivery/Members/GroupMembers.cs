using Akka.Actor;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Filters;

namespace Coordinator.Delivery.Members;

/// <summary>Sessions that consume a queue for a group, with or without a running stream.</summary>
internal sealed class GroupMembers(GroupQueue of, IActorContext context)
{
    private readonly Dictionary<IActorRef, (AttachConsumer Attach, TagSet Tags)> _attached = [];
    private readonly HashSet<IActorRef> _unanswered = [];

    public bool Any => _attached.Count > 0;

    public AttachConsumer? First => All.FirstOrDefault();

    public IEnumerable<AttachConsumer> All => _attached.Values.Select(member => member.Attach);

    /// <summary>Sets of tags of the members, each only once.</summary>
    public IEnumerable<TagSet> TagSets => _attached.Values.Select(member => member.Tags).Distinct();

    /// <summary>Adds a member, or updates it.</summary>
    /// <returns>True when the session is new, or asks for other tags than before.</returns>
    public bool Attach(AttachConsumer attach, TagSet tags, IActorRef requester)
    {
        _unanswered.Add(requester);
        if (!_attached.TryGetValue(attach.Session, out var before))
            context.Watch(attach.Session);
        _attached[attach.Session] = (attach, tags);
        return !tags.Equals(before.Tags);
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
