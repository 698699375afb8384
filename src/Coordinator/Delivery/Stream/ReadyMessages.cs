using System.Diagnostics.CodeAnalysis;
using Coordinator.Delivery.Filters;
using Coordinator.Delivery.Members;
using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>
/// Messages that can be delivered now. Those that the same members want are in one queue, so that messages whose members have no room,
/// or are not there, hold up no others. When all members ask for the same tags, one queue has all that is wanted.
/// </summary>
internal sealed class ReadyMessages(MemberRotation members, GroupProgress progress)
{
    private readonly Dictionary<ulong, ReadyQueue> _byTag = [];

    // Queue of the tags that no member names.
    private ReadyQueue _others = new(TagHash.None);
    private ReadyQueue[] _wanted = [];
    private int _sorting;

    /// <summary>True when a member has room and nothing new is ready for it.</summary>
    public bool WantMore
    {
        get
        {
            SortIfDue();
            if (_wanted is [var single])
                return single.Fresh.Count == 0;
            var hasRoom = false;
            foreach (var queue in _wanted)
            {
                if (!members.HasRoom(queue.Tag))
                    continue;
                if (queue.Fresh.Count > 0)
                    return false;
                hasRoom = true;
            }

            return hasRoom;
        }
    }

    public void Add(PendingMessage message)
    {
        SortIfDue();
        var queue = QueueOf(message);
        queue.Of(message).Add(message);
        Wait(queue, message);
    }

    /// <summary>Takes a message back that had a member when it was taken, and has none now.</summary>
    public void Return(PendingMessage message)
    {
        SortIfDue();
        var queue = QueueOf(message);
        queue.Of(message).Return(message);
        Wait(queue, message);
    }

    /// <summary>True when a member has room for the message, or it needs none because it is settled.</summary>
    public bool MayLeave(PendingMessage message)
    {
        SortIfDue();
        return message.Settled || HasRoom(QueueOf(message));
    }

    /// <summary>Takes the next message that has a member, one that comes again or a new one.</summary>
    public bool TryNext(bool again, [NotNullWhen(true)] out PendingMessage? message)
    {
        SortIfDue();
        message = null;
        if (_wanted is [var single])
            return (again ? single.Repeated : single.Fresh).TryTake(out message);
        MessageQueue? next = null;
        PendingMessage? first = null;
        foreach (var queue in _wanted)
        {
            var messages = again ? queue.Repeated : queue.Fresh;
            if (messages.TryPeek(out var head) && (first is null || IsBefore(head, first, again)) && members.HasRoom(queue.Tag))
                (next, first) = (messages, head);
        }

        return next is not null && next.TryTake(out message);
    }

    private static bool IsBefore(PendingMessage one, PendingMessage other, bool again) =>
        again && one.DueAt != other.DueAt ? one.DueAt < other.DueAt : one.Offset < other.Offset;

    private ReadyQueue QueueOf(PendingMessage message) =>
        _byTag.Count > 0 && _byTag.TryGetValue(message.TagHash, out var queue) ? queue : _others;

    private void Wait(ReadyQueue queue, PendingMessage message)
    {
        // The content of a dead letter is needed until it is written.
        if (!HasRoom(queue) && !message.DeadLettering)
            progress.Wait(message);
    }

    private bool HasRoom(ReadyQueue queue) => _wanted is [var single] ? single == queue : members.HasRoom(queue.Tag);

    private void SortIfDue()
    {
        if (_sorting != members.Sorting)
            Sort();
    }

    private void Sort()
    {
        _sorting = members.Sorting;
        ReadyQueue[] before = [.. _byTag.Values.Append(_others).Distinct()];
        Divide();
        foreach (var message in InOrder(before, again: false).Concat(InOrder(before, again: true)))
            QueueOf(message).Of(message).Add(message);
    }

    /// <summary>Makes one queue for all tags that the same sets name, and one for the others.</summary>
    private void Divide()
    {
        _byTag.Clear();
        _others = new ReadyQueue(TagHash.None);
        var named = new Dictionary<ulong, List<int>>();
        for (var i = 0; i < members.TagSets.Count; i++)
        {
            foreach (var tag in members.TagSets[i].Hashes)
            {
                if (!named.TryGetValue(tag, out var sets))
                    named.Add(tag, sets = []);
                sets.Add(i);
            }
        }

        foreach (var tags in named.GroupBy(tag => string.Join(' ', tag.Value), tag => tag.Key))
        {
            var queue = new ReadyQueue(tags.First());
            foreach (var tag in tags)
                _byTag.Add(tag, queue);
        }

        _wanted = [.. _byTag.Values.Append(_others).Distinct().Where(queue => members.Want(queue.Tag))];
    }

    /// <summary>Returns what is in the queues and not settled. Several queues become one, in the order in which they are read.</summary>
    private static List<PendingMessage> InOrder(ReadyQueue[] queues, bool again)
    {
        MessageQueue[] filled = [.. queues.Select(queue => again ? queue.Repeated : queue.Fresh).Where(messages => messages.Count > 0)];
        var all = filled.SelectMany(messages => messages.All).Where(message => !message.Settled).ToList();
        if (filled.Length > 1)
            all.Sort((one, other) => IsBefore(one, other, again) ? -1 : IsBefore(other, one, again) ? 1 : 0);
        return all;
    }
}
