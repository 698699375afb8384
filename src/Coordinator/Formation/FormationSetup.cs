using Akka.Actor;

namespace Coordinator.Formation;

/// <summary>Dependencies of <see cref="ClusterFormation" />.</summary>
/// <param name="Owner">Id of the cluster that this node would form.</param>
/// <param name="Seeds">Addresses of all seeds, in the order of the options.</param>
/// <param name="SeedTimeout">Time that a node looks for a cluster among the other seeds.</param>
/// <param name="LeaseTimeout">Time after which a lease that nobody renews may be taken by another.</param>
/// <param name="Leases">Leases of the database.</param>
/// <param name="State">State that others read.</param>
/// <param name="OnLost">Called with the reason when the node must end, because another cluster has taken the lease.</param>
/// <param name="Time">Clock that is never set.</param>
internal sealed record FormationSetup(
    string Owner,
    IReadOnlyList<Address> Seeds,
    TimeSpan SeedTimeout,
    TimeSpan LeaseTimeout,
    ILeases Leases,
    FormationState State,
    Action<string> OnLost,
    TimeProvider Time);
