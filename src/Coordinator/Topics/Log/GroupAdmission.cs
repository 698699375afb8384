using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Topics.Log;

/// <summary>
/// Knows which groups the topic of a queue has. It reads the topic when it meets a group that it does not know, and again after a removal has begun.
/// Used by the actor of the log only.
/// </summary>
/// <param name="queue">The queue.</param>
/// <param name="topics">Reads topics; <c>null</c> to admit every group.</param>
/// <param name="self">Actor that gets the result of a read.</param>
internal sealed class GroupAdmission(QueueId queue, ITopicGroups? topics, IActorRef self)
{
    private GroupsOfTopic? _known;
    private int _epoch;
    private bool _isReading;

    /// <summary>True when the topic is known to exist, and is not being deleted.</summary>
    public bool IsOpen => topics is null || _known is { IsOpen: true };

    /// <summary>Returns the generation of a group that may have consumers; <c>null</c> when that is not known.</summary>
    public int? GenerationOf(ConsumerGroup group) =>
        topics is null ? 0
        : _known is not { IsOpen: true } known ? null
        : QueueSchedule.IsSchedule(queue) ? known.Generation
        : known.Generations.TryGetValue(group, out var generation) ? generation
        : null;

    /// <summary>True when the group may have consumers again after a removal was abandoned.</summary>
    public bool IsClosing(ConsumerGroup group) => _known?.Closing.Contains(group) is true;

    /// <summary>Forgets everything. A read that is under way may have been too early, so it does not count.</summary>
    public void Forget() => (_known, _epoch) = (null, _epoch + 1);

    /// <summary>Begins a read, unless one is under way.</summary>
    public void Read()
    {
        if (_isReading || topics is null)
            return;
        _isReading = true;
        var epoch = _epoch;
        topics.ReadAsync(queue.Topic, CancellationToken.None).PipeTo(
            self, success: groups => new GroupsRead(epoch, groups, null), failure: cause => new GroupsRead(epoch, null, cause));
    }

    /// <summary>Takes the result of a read; false when it does not count.</summary>
    public bool Take(GroupsRead read)
    {
        _isReading = false;
        if (read.Epoch != _epoch)
        {
            Read();
            return false;
        }

        _known = read.Groups;
        return true;
    }
}

/// <summary>Result of a read of the topic.</summary>
/// <param name="Epoch">Number of times that everything was forgotten before it.</param>
/// <param name="Groups">Groups; <c>null</c> after a failure.</param>
/// <param name="Cause">Failure.</param>
internal sealed record GroupsRead(int Epoch, GroupsOfTopic? Groups, Exception? Cause);
