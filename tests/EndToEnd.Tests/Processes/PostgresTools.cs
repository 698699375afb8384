using System.Diagnostics;
using System.Globalization;
using Coordinator.Harness.Postgres;
using Coordinator.Harness.Processes;
using Npgsql;

namespace Coordinator.EndToEnd.Tests.Processes;

/// <summary>Programs of PostgreSQL that administrators run.</summary>
internal static class PostgresTools
{
    /// <summary>Runs a program against a server, and returns its output.</summary>
    public static Task<string> RunToolAsync(this PostgresProcess database, string program, params IEnumerable<string> arguments)
    {
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var start = new ProcessStartInfo(Path.Combine(PostgresBinaries.Find()!, program), arguments);
        start.Environment["PGHOST"] = connection.Host;
        start.Environment["PGPORT"] = connection.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = connection.Username;
        start.Environment["PGPASSWORD"] = connection.Password;
        return ShellCommand.RunAsync(start);
    }
}
