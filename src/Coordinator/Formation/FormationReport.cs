using Akka.Event;
using Coordinator.Contracts.Logging;

namespace Coordinator.Formation;

/// <summary>Tells operators in words why a node is not ready: in its state, and once in the log when the reason stays.</summary>
internal sealed class FormationReport(FormationSetup setup, ILoggingAdapter log)
{
    private string? _last;
    private long _since;
    private bool _isLogged;

    private string Attempts => setup.Seeds.Count > 1
        ? "It keeps trying to join a node of cluster.seeds"
        : "It waits until the lease is free";

    /// <param name="view">Facts by which the node has decided.</param>
    /// <param name="up">Members that are up.</param>
    public void Tell(FormationView view, int up) => Set(view switch
    {
        { IsMember: true, Holds: true } => setup.Seeds.Count > 1 && up <= 1
            ? "alone: no other node of cluster.seeds is up in the cluster of this node"
            : null,
        { IsMember: true, Lease: { Validity: LeaseValidity.Held, Holder: var holder }, HolderIsFellow: false } =>
            $"another cluster, of the node {HolderName.AddressIn(holder)}, holds the lease of the database. This node ends, unless the other joins it",
        { IsMember: true } => "the cluster of this node does not hold the lease of the database",
        { Holds: true } => "this node holds the lease of the database, and forms a cluster unless another node of cluster.seeds has one",
        { Lease: { Validity: LeaseValidity.Held, Holder: var holder } } =>
            $"the cluster of the node {HolderName.AddressIn(holder)} holds the lease of the database, so this node forms none. {Attempts}",
        _ => "no cluster holds the lease of the database. This node looks for a cluster among cluster.seeds before it forms one",
    });

    /// <summary>Tells that the lease cannot be read. In a cluster nothing follows from that, and the database has a check of its own.</summary>
    public void TellFailure(Exception cause, bool isMember)
    {
        if (!isMember)
            Set($"the lease of the database cannot be read: {LogText.Escape(cause.Message)}");
    }

    private void Set(string? problem)
    {
        setup.State.Report(problem);
        if (problem != _last)
            (_last, _since, _isLogged) = (problem, setup.Time.GetTimestamp(), false);
        if (problem is null || _isLogged || setup.Time.GetElapsedTime(_since) < setup.SeedTimeout)
            return;
        _isLogged = true;
        log.Warning("This node is not ready: {0}.", problem);
    }
}
