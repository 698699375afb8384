using Coordinator.Contracts;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.Harness;
using Coordinator.Harness.Histories;
using Coordinator.Harness.Processes;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Coordinator.EndToEnd.Tests.Processes;

/// <summary>A coordinator with a directory and a port that it keeps when it is killed and started again.</summary>
internal sealed class TestCoordinator : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("coordinator-e2e-").FullName;
    private readonly string[] _options;
    private CoordinatorProcess? _process;
    private string _port = "0";
    private string? _postgres;

    private TestCoordinator(string[] options) => _options = options;

    public string ContactPoint => $"127.0.0.1:{_port}";

    /// <summary>Address of health and administration.</summary>
    public Uri Http => _process!.Http;

    /// <summary>Asks the node whether it is ready.</summary>
    /// <returns>Status of HTTP, and the reason.</returns>
    public async Task<(int Status, string Reason)> ReadinessAsync()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(Http, "/health/ready"));
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public bool IsRunning => _process is { HasExited: false };

    public SqliteDatabase Journal => Database("coordinator");

    /// <param name="options">Options beside those for early checks and sweeps.</param>
    public static async Task<TestCoordinator> StartAsync(params string[] options)
    {
        var coordinator = new TestCoordinator(options);
        await coordinator.StartAgainAsync();
        return coordinator;
    }

    /// <summary>Starts with the journal in PostgreSQL.</summary>
    public static async Task<TestCoordinator> StartOnAsync(string postgres)
    {
        var coordinator = new TestCoordinator(["--postgres", postgres]) { _postgres = postgres };
        await coordinator.StartAgainAsync();
        return coordinator;
    }

    /// <summary>Reads from the journal which decision each transaction has.</summary>
    public Dictionary<TransactionId, Verdict> ReadDecisions()
    {
        if (_postgres is null)
            return Journal.ReadDecisions();
        using var connection = new NpgsqlConnection(_postgres);
        connection.Open();
        return Verdicts.Read(connection, Verdicts.OfJournal);
    }

    /// <summary>A participant's database, deleted with the coordinator.</summary>
    public SqliteDatabase Database(string name) => new(DatabasePath(name));

    public string DatabasePath(string name) => Path.Combine(_directory, $"{name}.db");

    /// <summary>A directory for histories, deleted with the coordinator.</summary>
    public string HistoryDirectory(string name) => Directory.CreateDirectory(Path.Combine(_directory, name)).FullName;

    /// <summary>The last lines that the process wrote.</summary>
    public string Output => _process!.Output;

    /// <summary>File with all lines that the processes wrote, one after the other.</summary>
    public string LogFile => Path.Combine(_directory, "coordinator.log");

    /// <summary>Asks the process to stop.</summary>
    public void Terminate() => _process!.Terminate();

    public void Pause() => _process!.Pause();

    public void Resume() => _process!.Resume();

    /// <summary>Waits for the end of the process and returns its exit code.</summary>
    public Task<int> ExitAsync(TimeSpan within) => _process!.ExitAsync(within);

    public Task KillAsync() => _process?.KillAsync() ?? Task.CompletedTask;

    /// <summary>Runs a command on the storage of this coordinator, and returns its output.</summary>
    /// <exception cref="HarnessException">The command failed.</exception>
    public async Task<string> RunAsync(params string[] arguments)
    {
        await using var command = CoordinatorProcess.Start([.. arguments, "--dataDirectory", _directory, .. _postgres is null ? (string[])[] : ["--postgres", _postgres]]);
        return await command.ExitAsync() == 0
            ? command.Output
            : throw new HarnessException($"The command {string.Join(' ', arguments)} failed:{Environment.NewLine}{command.Output}");
    }

    public async Task StartAgainAsync()
    {
        await EndAsync();
        _process = Start();
        await _process.ReadyAsync();
        _port = _process.Port;
    }

    /// <summary>Starts as a supervisor does, which starts a node again that the cluster has removed while it was joining.</summary>
    public async Task StartSupervisedAsync()
    {
        const int Removed = 11;
        for (var lives = 1; ; lives++)
        {
            try
            {
                await StartAgainAsync();
                return;
            }
            catch (HarnessException) when (lives < 3)
            {
                if (await _process!.ExitAsync(TimeSpan.FromSeconds(5)) != Removed)
                    throw;
            }
        }
    }

    private CoordinatorProcess Start() => CoordinatorProcess.Start(CoordinatorCommand.In(
        _directory,
        [
            "--remoting.port", _port,
            "--transactionTimeout", "1s",
            "--transactionCheckInterval", "1s",
            "--sweepInterval", "1s",
            .. _options,
        ]) with
    {
        Process = new ChildProcessOptions { Log = LogFile },
    });

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
