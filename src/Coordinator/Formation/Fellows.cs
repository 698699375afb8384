using Akka.Cluster;

namespace Coordinator.Formation;

/// <summary>Members of the cluster of this node, now and ever, by the events of the cluster.</summary>
internal sealed class Fellows(UniqueAddress self)
{
    private readonly Dictionary<UniqueAddress, MemberStatus> _members = [];
    private readonly HashSet<string> _ever = [];

    public bool IncludesSelf => _members.ContainsKey(self);

    public int Up => _members.Values.Count(status => status is MemberStatus.Up);

    /// <summary>True when no member stays after this one has left.</summary>
    public bool NoneStays => !_members.Any(member => !member.Key.Equals(self)
        && member.Value is MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Up);

    /// <summary>Tells whether a node is a member, or was one. The node that renewed a lease last may be gone by now.</summary>
    public bool Include(string holder) => _ever.Contains(holder);

    public void Change(Member member)
    {
        if (member.Status is MemberStatus.Removed)
        {
            _members.Remove(member.UniqueAddress);
            return;
        }

        _members[member.UniqueAddress] = member.Status;
        _ever.Add(HolderName.Of(member.UniqueAddress));
    }
}
