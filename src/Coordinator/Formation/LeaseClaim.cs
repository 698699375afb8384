namespace Coordinator.Formation;

/// <summary>Claim of an owner to a lease.</summary>
/// <param name="Name">Name of the lease.</param>
/// <param name="Owner">Owner, who may be several nodes.</param>
/// <param name="Holder">Node that claims it for the owner.</param>
/// <param name="Duration">Time for which the lease is held unless it is renewed.</param>
internal sealed record LeaseClaim(string Name, string Owner, string Holder, TimeSpan Duration);
