using Akka.Actor.Setup;

namespace Coordinator.Formation;

/// <summary>Hands the leases of the database to <see cref="PostgresLease" />, which Akka creates by the name of its class.</summary>
/// <param name="leases">Leases of the database.</param>
/// <param name="time">Clock that is never set.</param>
internal sealed class LeaseSetup(ILeases leases, TimeProvider time) : Setup
{
    public ILeases Leases => leases;

    public TimeProvider Time => time;
}
