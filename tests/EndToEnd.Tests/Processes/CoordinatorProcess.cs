using System.Globalization;
using System.Text.Json;
using Coordinator.Contracts;
using Coordinator.EndToEnd.Tests.History;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.Testing;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Coordinator.EndToEnd.Tests.Processes;

/// <summary>The coordinator as it is shipped, with a directory of its own. Killed, it can start again on its port.</summary>
internal sealed class CoordinatorProcess : IAsyncDisposable
{
    private const string Ready = "ready ";
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly string _directory = Directory.CreateTempSubdirectory("coordinator-e2e-").FullName;
    private readonly string[] _options;
    private TestProcess? _process;
    private string _port = "0";
    private string? _postgres;

    private CoordinatorProcess(string[] options) => _options = options;

    public string ContactPoint => $"127.0.0.1:{_port}";

    /// <summary>Where health is asked for.</summary>
    public Uri Http { get; private set; } = null!;

    public bool IsRunning => _process is { HasExited: false };

    public SqliteDatabase Journal => Database("coordinator");

    /// <param name="options">Beside what every test needs: quick checks and sweeps.</param>
    public static async Task<CoordinatorProcess> StartAsync(params string[] options)
    {
        var coordinator = new CoordinatorProcess(options);
        await coordinator.StartAgainAsync();
        return coordinator;
    }

    /// <summary>On a port that is known before it starts, which a node of a cluster needs.</summary>
    public static async Task<CoordinatorProcess> StartAtAsync(int port, params string[] options)
    {
        var coordinator = new CoordinatorProcess(options) { _port = port.ToString(CultureInfo.InvariantCulture) };
        await coordinator.StartAgainAsync();
        return coordinator;
    }

    /// <summary>With its journal in PostgreSQL.</summary>
    public static async Task<CoordinatorProcess> StartOnAsync(string postgres)
    {
        var coordinator = new CoordinatorProcess(["--postgres", postgres]) { _postgres = postgres };
        await coordinator.StartAgainAsync();
        return coordinator;
    }

    /// <summary>What the coordinator decided, by its journal.</summary>
    public Dictionary<TransactionId, Ending> ReadDecisions()
    {
        if (_postgres is null)
            return Journal.ReadDecisions();
        using var connection = new NpgsqlConnection(_postgres);
        connection.Open();
        return Endings.Read(connection, Endings.OfJournal);
    }

    /// <summary>A file for a participant of this test, gone with it.</summary>
    public SqliteDatabase Database(string name) => new(DatabasePath(name));

    public string DatabasePath(string name) => Path.Combine(_directory, $"{name}.db");

    public Task KillAsync() => _process?.KillAsync() ?? Task.CompletedTask;

    public async Task StartAgainAsync()
    {
        await EndAsync();
        _process = TestProcess.Start(
            "Coordinator.dll",
            [
                "--dataDirectory", _directory,
                "--remoting.port", _port,
                "--http.port", "0",
                "--transactionTimeout", "1s",
                "--transactionCheckInterval", "1s",
                "--sweepInterval", "1s",
                .. _options,
            ]);
        var announced = await _process.LineAsync(Ready, StartTime);
        using var addresses = JsonDocument.Parse(announced[Ready.Length..]);
        _port = addresses.RootElement.GetProperty("contactPoint").GetString()!.Split(':')[^1];
        Http = new Uri(addresses.RootElement.GetProperty("http").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task EndAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = null;
    }
}
