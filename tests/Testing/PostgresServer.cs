using System.Security.Cryptography;
using Npgsql;

namespace Coordinator.Testing;

/// <summary>
/// The PostgreSQL server of this test run: the one that <c>COORDINATOR_TEST_POSTGRES</c> names, else a cluster started from the
/// binaries on this machine and stopped with the test process.
/// </summary>
public static class PostgresServer
{
    /// <summary>A connection string of a user that may create databases.</summary>
    public const string Variable = "COORDINATOR_TEST_POSTGRES";

    private static readonly Lazy<string?> Binaries = new(PostgresBinaries.Find);
    private static readonly Lazy<Task<string>> Server = new(StartAsync);

    // For the life of the process.
    private static PostgresCluster? _own;

    /// <summary>
    /// Why tests that need a server are skipped; <c>null</c> when they are run. Cheap: looks for a server, starts none.
    /// </summary>
    public static string? ReasonToSkip => UnlessCi(Absence);

    /// <summary>The same for tests that need one to kill.</summary>
    public static string? ReasonToSkipOwn => UnlessCi(Binaries.Value is null ? "No PostgreSQL to kill here: install the package postgresql." : null);

    private static string? Given => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : null;

    private static string? Absence => Given is null && Binaries.Value is null
        ? $"No PostgreSQL here: set {Variable} to a connection string, or install the package postgresql."
        : null;

    private static string? UnlessCi(string? absence) => Environment.GetEnvironmentVariable("CI") == "true" ? null : absence;

    /// <summary>A new, empty database; dropped when disposed of. The first call starts the server.</summary>
    /// <exception cref="InvalidOperationException">There is no server, or it does not start.</exception>
    public static async Task<PostgresDatabase> CreateDatabaseAsync()
    {
        var server = await Server.Value;
        var name = $"coordinator_{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
        await ExecuteAsync(server, $"CREATE DATABASE {name}");
        return new PostgresDatabase(server, name);
    }

    internal static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> StartAsync()
    {
        if (Absence is { } absence)
            throw new InvalidOperationException(absence);
        if (Given is { } given)
            return given;
        _own = await PostgresCluster.StartAsync(Binaries.Value!);
        return _own.ConnectionString;
    }
}
