using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.Members;

/// <summary>Rotates among the members of a group at one queue, and skips those without room.</summary>
internal sealed class MemberRotation
{
    private readonly List<Member> _members = [];
    private int _turn;

    public IReadOnlyList<Member> All => _members;

    /// <summary>Adds a member. A repetition only updates it.</summary>
    public void Attach(AttachConsumer attach, TimeSpan lease)
    {
        var member = _members.Find(known => known.Session.Equals(attach.Session));
        if (member is null)
            _members.Add(member = new Member(attach.Session));
        member.Instance = attach.Instance;
        member.Room = attach.Room;
        member.Lease = lease;
    }

    public bool Detach(IActorRef session, [NotNullWhen(true)] out Member? member)
    {
        member = _members.Find(known => known.Session.Equals(session));
        return member is not null && _members.Remove(member);
    }

    /// <summary>Next member with room; <c>null</c> when there is none.</summary>
    public Member? Next()
    {
        for (var i = 0; i < _members.Count; i++)
        {
            var at = (_turn + i) % _members.Count;
            if (_members[at].HasRoom)
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
}
