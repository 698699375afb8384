using Akka.Actor;
using Akka.Event;
using Coordinator.Common;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Filters;
using Coordinator.Delivery.Members;
using Coordinator.Delivery.Stream;

namespace Coordinator.Delivery;

/// <summary>
/// Members of a group and the filter that follows from what they ask for. A member is told that it is attached only when the filter is
/// durable with its tags. Used by the actor of the group only.
/// </summary>
internal sealed class MemberTags(GroupQueue of, GroupMembers members, FilterSets filter, DeliveryOptions options, ILoggingAdapter logger)
{
    /// <summary>Takes the filter that is durable.</summary>
    public void Load(GroupFilter? saved) => filter.Load(saved ?? GroupFilter.Unknown);

    public void Attach(AttachConsumer attach, IActorRef requester)
    {
        filter.Pass(members.TagSets);
        var tags = TagSet.Of(attach.Tags);
        var others = members.TagSets.FirstOrDefault(set => !set.Equals(tags));
        if (members.Attach(attach, tags, requester) && others is not null)
        {
            logger.Info(
                "Member {0} of group {1} asks for {2} in queue {3}, and other members ask for {4}. Each gets what it asked for.",
                attach.Instance,
                of.Group,
                tags,
                of.Queue,
                others);
        }
    }

    public bool Remove(IActorRef session)
    {
        filter.Pass(members.TagSets);
        return members.Remove(session);
    }

    /// <summary>Takes the filter with the tags of all members, to save it.</summary>
    public GroupFilter Take()
    {
        See();
        return filter.Take();
    }

    /// <summary>Tells the stream when the filter has changed.</summary>
    public void Update(DeliveryRun run)
    {
        See();
        var left = filter.Expire();
        foreach (var tags in left)
        {
            logger.Info(
                "No member of group {0} has asked for {1} in queue {2} for {3}. The group skips these messages from now on.",
                of.Group,
                tags,
                of.Queue,
                Duration.Write(options.FilterKeep));
        }

        if (filter.TakeChange() is { } changed)
            run.Signal(new FilterChanged(changed, left, filter.IsDurable ? null : new FilterSaved(run.Number, filter.Version)));
    }

    public void Saved(FilterSaved saved)
    {
        filter.Saved(saved.Version);
        Confirm();
    }

    /// <summary>Answers the members that wait, unless tags of one are not durable yet.</summary>
    public void Confirm()
    {
        if (filter.IsDurable)
            members.Confirm();
    }

    private void See()
    {
        foreach (var tags in members.TagSets.ToList())
            filter.See(tags);
    }
}
