using Coordinator.Harness.Postgres;

namespace Coordinator.Testing;

/// <summary>
/// PostgreSQL server of this test run. It is the one that <c>COORDINATOR_TEST_POSTGRES</c> names, or one that is started from
/// the installed programs and ends with the test process.
/// </summary>
public static class PostgresServer
{
    /// <summary>Environment variable with a connection string of a user that may create databases.</summary>
    public const string Variable = "COORDINATOR_TEST_POSTGRES";

    private static readonly Lazy<bool> IsInstalled = new(() => PostgresBinaries.Find() is not null);
    private static readonly Lazy<Task<string>> Server = new(StartAsync);

    // Keep a reference for the life of the process.
    private static PostgresProcess? _own;

    /// <summary>Reason to skip tests that need a server; <c>null</c> when they are run. Starts no server.</summary>
    public static string? ReasonToSkip => UnlessCi(Absence);

    /// <summary>Reason to skip tests that kill a server.</summary>
    public static string? ReasonToSkipOwn =>
        UnlessCi(IsInstalled.Value ? null : "No PostgreSQL to kill here: install the package postgresql.");

    private static string? Given => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : null;

    private static string? Absence => Given is null && !IsInstalled.Value
        ? $"No PostgreSQL here: set {Variable} to a connection string, or install the package postgresql."
        : null;

    private static string? UnlessCi(string? absence) => Environment.GetEnvironmentVariable("CI") == "true" ? null : absence;

    /// <summary>Creates an empty database, which is dropped when it is disposed of. The first call starts the server.</summary>
    /// <exception cref="InvalidOperationException">There is no server.</exception>
    public static async Task<PostgresDatabase> CreateDatabaseAsync() => await PostgresDatabase.CreateAsync(await Server.Value);

    private static async Task<string> StartAsync()
    {
        if (Absence is { } absence)
            throw new InvalidOperationException(absence);
        if (Given is { } given)
            return given;
        // Many tests of an assembly run at the same time.
        _own = await PostgresProcess.StartAsync(
            new PostgresOptions { Settings = new Dictionary<string, string> { ["max_connections"] = "300" } });
        return _own.ConnectionString;
    }
}
