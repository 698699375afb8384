using Coordinator.Contracts;
using Coordinator.Topics.Log;

namespace Coordinator.Topics.Catalog;

/// <summary>State of a topic as its events tell it. The entity and readers of the journal share it.</summary>
internal sealed class TopicState(Topic topic)
{
    /// <summary>Removals that are over and still shown. Older ones are forgotten.</summary>
    public const int MostOver = 100;

    private readonly List<TopicGroup> _groups = [];
    private readonly List<Removal> _removals = [];

    public Topic Topic => topic;

    /// <summary>Number of queues that the name has for ever; 0 when it was never used.</summary>
    public int QueueCount { get; private set; }

    /// <summary>True from its creation to its deletion.</summary>
    public bool Exists { get; private set; }

    /// <summary>Number of the latest removal.</summary>
    public int LastRemoval { get; private set; }

    /// <summary>Number of the removal that deleted the topic last; 0 when it was never deleted.</summary>
    public int Generation { get; private set; }

    /// <summary>Groups, in the order of their first subscription.</summary>
    public IReadOnlyList<TopicGroup> Groups => _groups;

    /// <summary>Removals, the oldest first.</summary>
    public IReadOnlyList<Removal> Removals => _removals;

    /// <summary>Removal that can still be abandoned; <c>null</c> when there is none.</summary>
    public Removal? Begun => _removals.Find(removal => removal.Stage is RemovalStage.Begun);

    /// <summary>Deletion of the whole topic that is not over; <c>null</c> when there is none.</summary>
    public Removal? Deletion => _removals.Find(removal => removal.Group is null && !removal.IsOver);

    public TopicGroup? Find(ConsumerGroup group) => _groups.Find(known => known.Group == group);

    /// <summary>True while consumers of the group cannot attach, because its removal has begun.</summary>
    public bool IsClosing(ConsumerGroup group) => Deletion is not null || Begun?.Group == group;

    /// <summary>Describes the topic; <c>null</c> when it does not exist.</summary>
    public TopicDescription? Describe() => Exists
        ? new TopicDescription(topic, QueueCount, [.. _groups.Select(group => group.Group)], DeletionRefusal, Deletion is not null)
        : null;

    /// <summary>Reason for which nothing can be sent to the topic or subscribe to it; <c>null</c> when there is none.</summary>
    public string? DeletionRefusal => Deletion is { } deletion
        ? $"topic {topic} is being deleted by {deletion.Who}; repeat the request when that is over."
        : null;

    /// <summary>Tells queues to which groups they may deliver.</summary>
    public GroupsOfTopic ForQueues() => new(
        Exists && Deletion is null,
        Generation,
        _groups.Where(group => !IsClosing(group.Group)).ToDictionary(group => group.Group, group => group.Generation),
        _groups.Where(group => IsClosing(group.Group)).Select(group => group.Group).ToHashSet());

    public void Apply(ITopicEvent @event)
    {
        switch (@event)
        {
            case TopicCreated created:
                (QueueCount, Exists) = (created.QueueCount, true);
                break;
            case GroupJoined joined:
                _groups.Add(new TopicGroup(joined.Group, joined.Generation, joined.At));
                break;
            case RemovalBegun begun:
                Begin(begun);
                break;
            case RemovalAbandoned abandoned:
                Move(abandoned.Number, RemovalStage.Abandoned, abandoned.At, abandoned.Reason);
                break;
            case GroupRemoved removed:
                var group = Move(removed.Number, RemovalStage.Decided, removed.At).Group;
                _groups.RemoveAll(known => known.Group == group);
                break;
            case TopicDeleted deleted:
                Move(deleted.Number, RemovalStage.Decided, deleted.At);
                (Exists, Generation) = (false, deleted.Number);
                _groups.Clear();
                break;
            case RemovalCompleted completed:
                Move(completed.Number, RemovalStage.Completed, completed.At);
                break;
            default:
                throw new NotSupportedException($"The event {@event.GetType()} does not belong to a topic.");
        }
    }

    private void Begin(RemovalBegun begun)
    {
        LastRemoval = begun.Number;
        IReadOnlyList<TopicGroup> groups = begun.Group is { } one ? [.. _groups.Where(known => known.Group == one)] : [.. _groups];
        _removals.Add(new Removal(begun.Number, begun.Group, groups, begun.Who, begun.Why, begun.Lost, begun.Ends, begun.At)
        {
            TopicGeneration = Generation,
            UnseenSince = begun.UnseenSince,
        });
    }

    private Removal Move(int number, RemovalStage stage, DateTimeOffset at, string? reason = null)
    {
        var place = _removals.FindIndex(removal => removal.Number == number);
        var moved = _removals[place] = _removals[place] with { Stage = stage, StageAt = at, Reason = reason };
        if (moved.IsOver && _removals.Count(removal => removal.IsOver) > MostOver)
            _removals.Remove(_removals.First(removal => removal.IsOver));
        return moved;
    }
}
