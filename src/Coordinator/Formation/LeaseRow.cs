namespace Coordinator.Formation;

/// <summary>Lease as it stands in the database.</summary>
/// <param name="Owner">Owner of the lease: for the lease of a cluster, the id of that cluster.</param>
/// <param name="Holder">Node that renewed it last, as <see cref="HolderName" /> writes it.</param>
/// <param name="Validity">Validity at the moment of the query.</param>
internal sealed record LeaseRow(string Owner, string Holder, LeaseValidity Validity);
