namespace Coordinator.Formation;

/// <summary>Times that a node waits before it takes a lease or ends.</summary>
/// <param name="Turn">
/// Time before this seed takes a lease that is free, so that seeds before it come first; <c>null</c> for a node that is no seed. Others
/// look for a cluster among the seeds, so nobody would find one that such a node formed.
/// </param>
/// <param name="Grace">Further time when the lease has expired: its cluster may live and only have lost the database.</param>
/// <param name="Patience">
/// Time for which another cluster must have the lease before this one ends. A node that took it may be about to join this cluster.
/// </param>
internal sealed record FormationTimes(TimeSpan? Turn, TimeSpan Grace, TimeSpan Patience)
{
    private const int RenewalsOfGrace = 2;

    // Beyond the search among the seeds: the join itself, and the next look at the lease.
    private static readonly TimeSpan JoinTime = TimeSpan.FromSeconds(5);

    /// <param name="place">Place of this node among the seeds, from 0; negative for a node that is no seed.</param>
    /// <param name="seedTimeout">Time that a node looks for a cluster among the other seeds.</param>
    /// <param name="renewal">Interval of renewals of the lease.</param>
    public static FormationTimes Of(int place, TimeSpan seedTimeout, TimeSpan renewal) =>
        new(place < 0 ? null : place * seedTimeout, RenewalsOfGrace * renewal, seedTimeout + JoinTime);
}
