namespace Coordinator.Formation;

/// <summary>Facts by which a node decides its next step.</summary>
/// <param name="Lease">Lease in the database; <c>null</c> when nobody has ever held it.</param>
/// <param name="Since">Time for which the lease has been seen in this state.</param>
/// <param name="Owner">Id under which this node holds the lease, or would take it.</param>
/// <param name="Holds">The node holds the lease.</param>
/// <param name="IsMember">The node is in a cluster.</param>
/// <param name="IsLeader">The node is the leader of its cluster, by its own view.</param>
/// <param name="HolderIsFellow">The node that renewed the lease last is, or was, in the cluster of this node.</param>
internal sealed record FormationView(
    LeaseRow? Lease, TimeSpan Since, string Owner, bool Holds, bool IsMember, bool IsLeader, bool HolderIsFellow);
