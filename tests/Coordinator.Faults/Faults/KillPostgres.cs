using System.Diagnostics;
using System.Globalization;
using Coordinator.Faults.Running;
using Npgsql;

namespace Coordinator.Faults.Faults;

/// <summary>SIGKILL of PostgreSQL, all its processes; started again, it recovers.</summary>
internal sealed class KillPostgres : IFault
{
    public string Target => "the coordinator's database";

    public Task StrikeAsync(RunEnvironment run) => run.Databases.Journal.KillAsync();

    public Task HealAsync(RunEnvironment run) => run.Databases.Journal.StartAgainAsync();
}
