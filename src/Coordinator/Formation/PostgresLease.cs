using Akka.Actor;
using Akka.Coordination;

namespace Coordinator.Formation;

/// <summary>
/// Lease of Akka.Coordination in PostgreSQL, by the clock of the database. Several nodes hold one lease together when they name the same
/// owner. Akka creates it by the settings of <see cref="LeaseConfig" />; its split-brain resolver can use it too (<c>lease-majority</c>).
/// </summary>
internal sealed class PostgresLease : Lease
{
    // A request may have to wait for a renewal that is on its way.
    private const int OperationsBefore = 2;

    private readonly IActorRef _keeper;
    private readonly LeaseTerm _term;

    public PostgresLease(LeaseSettings settings, ExtendedActorSystem system)
        : base(settings)
    {
        var setup = system.Settings.Setup.Get<LeaseSetup>();
        if (!setup.HasValue)
            throw new InvalidOperationException("The actor system needs a LeaseSetup, which names the database of its leases.");
        _term = new LeaseTerm(settings.TimeoutSettings.HeartbeatTimeout, setup.Value.Time);
        _keeper = system.SystemActorOf(LeaseKeeper.Props(settings, HolderName.Of(system), setup.Value.Leases, _term));
    }

    public override Task<bool> Acquire() => Acquire(static _ => { });

    public override Task<bool> Acquire(Action<Exception> leaseLostCallback) => AskAsync(new AcquireLease(leaseLostCallback));

    public override Task<bool> Release() => AskAsync(ReleaseLease.Instance);

    public override bool CheckLease() => _term.IsRunning;

    private async Task<bool> AskAsync(object request)
    {
        try
        {
            var result = await _keeper.Ask<LeaseResult>(request, Settings.TimeoutSettings.OperationTimeout * (OperationsBefore + 1));
            return result.Failure is null
                ? result.Succeeded
                : throw new LeaseException($"The lease {Settings.LeaseName} may or may not have changed: {result.Failure.Message}", result.Failure);
        }
        catch (AskTimeoutException late)
        {
            throw new LeaseTimeoutException($"The lease {Settings.LeaseName} may or may not have changed: {late.Message}", late);
        }
    }
}
