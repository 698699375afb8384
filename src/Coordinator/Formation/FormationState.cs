using Akka.Coordination;

namespace Coordinator.Formation;

/// <summary>State of a node on its way to the only cluster of its database, for readiness, metrics and the start.</summary>
internal sealed class FormationState
{
    private volatile string? _problem;
    private volatile Lease? _lease;
    private volatile int _members;
    private volatile bool _isRequired;

    /// <summary>Reason why the node is not ready, for operators; <c>null</c> when there is none.</summary>
    public string? Problem => _problem;

    /// <summary>True when the node belongs to the cluster that holds the lease. A node without other nodes needs none.</summary>
    public bool MayServe => !_isRequired || HoldsLease;

    public bool HoldsLease => _lease?.CheckLease() == true;

    /// <summary>Members that are up, by the view of this node.</summary>
    public int Members => _members;

    public void Require() => _isRequired = true;

    public void Holds(Lease? lease) => _lease = lease;

    public void Has(int members) => _members = members;

    public void Report(string? problem) => _problem = problem;
}
