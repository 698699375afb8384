namespace Coordinator.Formation;

/// <summary>Leases of a database. Every duration counts by its clock.</summary>
internal interface ILeases
{
    /// <returns>The lease; <c>null</c> when nobody has ever held it.</returns>
    Task<LeaseRow?> ReadAsync(string name, CancellationToken ct);

    /// <summary>Takes the lease if nobody else holds it.</summary>
    Task<bool> AcquireAsync(LeaseClaim claim, CancellationToken ct);

    /// <summary>Prolongs the lease, also one that has expired, unless another owner has taken it.</summary>
    Task<bool> RenewAsync(LeaseClaim claim, CancellationToken ct);

    /// <summary>Gives the lease up, if the owner still has it.</summary>
    Task ReleaseAsync(LeaseClaim claim, CancellationToken ct);
}
