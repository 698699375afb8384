using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Filters;

namespace Coordinator.Delivery.Members;

/// <summary>Rotates among the members of a group at one queue, and skips those without room and those that do not want the message.</summary>
internal sealed class MemberRotation
{
    private readonly List<Member> _members = [];
    private int _turn;

    public IReadOnlyList<Member> All => _members;

    /// <summary>Sets of tags of the members, each only once.</summary>
    public IReadOnlyList<TagSet> TagSets { get; private set; } = [];

    /// <summary>True when all members ask for the same tags.</summary>
    public bool IsUniform => TagSets.Count <= 1;

    /// <summary>Number of changes after which messages that wait for a member must be sorted anew.</summary>
    public int Sorting { get; private set; }

    /// <summary>Number of changes after which a message may have a member that had none before.</summary>
    public int Openings { get; private set; }

    /// <summary>Number of messages that all members could take now.</summary>
    public int FreeRoom => _members.Sum(member => Math.Max(0, member.Room - member.InFlight));

    /// <summary>Adds a member. A repetition only updates it.</summary>
    public void Attach(AttachConsumer attach, TimeSpan lease)
    {
        var member = Find(attach.Session);
        if (member is null)
            _members.Add(member = new Member(attach.Session));
        member.Instance = attach.Instance;
        member.Tags = TagSet.Of(attach.Tags);
        member.Room = attach.Room;
        member.Lease = lease;
        member.Concurrency = attach.Concurrency > 0 ? attach.Concurrency : attach.Room;
        OnChange();
    }

    public bool Detach(IActorRef session, [NotNullWhen(true)] out Member? member)
    {
        member = Find(session);
        if (member is null || !_members.Remove(member))
            return false;
        OnChange();
        return true;
    }

    public Member? Find(InstanceId instance) => _members.Find(known => known.Instance == instance);

    public Member? Find(IActorRef session) => _members.Find(known => known.Session.Equals(session));

    /// <summary>Next member with room that wants a message with that hash of its tag; <c>null</c> when there is none.</summary>
    public Member? Next(ulong tag)
    {
        for (var i = 0; i < _members.Count; i++)
        {
            var at = (_turn + i) % _members.Count;
            if (_members[at].HasRoom && _members[at].Tags.Wants(tag))
            {
                _turn = at + 1;
                return _members[at];
            }
        }

        return null;
    }

    public bool HasRoom()
    {
        foreach (var member in _members)
        {
            if (member.HasRoom)
                return true;
        }

        return false;
    }

    /// <summary>True when a member with room wants a message with that hash of its tag.</summary>
    public bool HasRoom(ulong tag)
    {
        foreach (var member in _members)
        {
            if (member.HasRoom && member.Tags.Wants(tag))
                return true;
        }

        return false;
    }

    /// <summary>True when a member wants a message with that hash of its tag, with or without room.</summary>
    public bool Want(ulong tag)
    {
        foreach (var tags in TagSets)
        {
            if (tags.Wants(tag))
                return true;
        }

        return false;
    }

    /// <summary>Records that a delivery of a member is over.</summary>
    public void Free(Member member, int bytes)
    {
        member.Free(bytes);
        if (!IsUniform)
            Openings++;
    }

    /// <summary>Has messages that wait for a member sorted anew.</summary>
    public void SortAnew()
    {
        Sorting++;
        Openings++;
    }

    private void OnChange()
    {
        TagSet[] sets = [.. _members.Select(member => member.Tags).Distinct()];
        var isSame = sets.Length == TagSets.Count && sets.All(TagSets.Contains);
        TagSets = sets;
        if (!isSame)
            SortAnew();
        else if (!IsUniform)
            Openings++;
    }
}
