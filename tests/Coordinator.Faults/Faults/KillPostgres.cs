using System.Diagnostics;
using System.Globalization;
using Coordinator.Faults.Running;
using Npgsql;

namespace Coordinator.Faults.Faults;

/// <summary>Sends SIGKILL to all processes of PostgreSQL, which recovers after its restart.</summary>
internal sealed class KillPostgres : IFault
{
    public string Target => "the coordinator's database";

    public Task StrikeAsync(RunEnvironment run) => run.Databases.Journal.KillAsync();

    public Task HealAsync(RunEnvironment run) => run.Databases.Journal.StartAgainAsync();
}
