using System.Globalization;
using Coordinator.Harness.Processes;
using Npgsql;

namespace Coordinator.Harness.Postgres;

/// <summary>A PostgreSQL server with its own data directory. It can be killed and started again.</summary>
public sealed class PostgresProcess : IAsyncDisposable
{
    private const string User = "coordinator";
    private const string Loopback = "127.0.0.1";
    private const int MostPorts = 3;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(50);

    private readonly string _binaries;
    private readonly PostgresOptions _options;
    private ChildProcess? _server;
    private int _port;

    private PostgresProcess(string binaries, PostgresOptions options)
    {
        (_binaries, _options) = (binaries, options);
        Directory = options.Directory ?? System.IO.Directory.CreateTempSubdirectory("coordinator-pg-").FullName;
        if (options.Directory is null)
            (options.Cleanup ?? ProcessCleanup.Shared).AtEnd($"rm -rf '{Directory}'");
    }

    /// <summary>Directory of data and socket.</summary>
    public string Directory { get; }

    public int Pid => _server?.Id ?? throw new HarnessException("PostgreSQL is not running.");

    public bool IsRunning => _server is { HasExited: false };

    /// <summary>Connection of the superuser over TCP, to the database <c>postgres</c>.</summary>
    public string ConnectionString => ConnectionTo(_options.Host, "postgres");

    private string Data => Path.Combine(Directory, "data");

    /// <summary>Creates and starts a server.</summary>
    /// <exception cref="HarnessException">PostgreSQL is not installed, or does not start.</exception>
    public static async Task<PostgresProcess> StartAsync(PostgresOptions? options = null)
    {
        var binaries = PostgresBinaries.Find()
            ?? throw new HarnessException("PostgreSQL is not installed on this machine. Install the package postgresql.");
        var postgres = new PostgresProcess(binaries, options ?? new PostgresOptions());
        try
        {
            await postgres.CreateAsync();
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets the user of the server pass through a directory when this process runs as root.</summary>
    public static void AllowPassing(string directory) => ServerUser.AllowPassing(directory);

    /// <summary>Connection to a database over TCP.</summary>
    public string NetworkString(string database) => ConnectionTo(_options.Host, database);

    /// <summary>Connection to a database by the socket in the file system, which needs no network.</summary>
    public string SocketString(string database) => ConnectionTo(Directory, database);

    /// <summary>Sends SIGKILL to the server and its children; returns when all have ended.</summary>
    public async Task KillAsync()
    {
        if (_server is null)
            return;
        int[] all = [_server.Id, .. ProcessTree.ChildrenOf(_server.Id)];
        foreach (var pid in all)
            Signals.Kill(pid);
        await _server.KillAsync();
        // A new server would find their shared memory in use.
        while (all.Any(ProcessTree.IsAlive))
            await Task.Delay(RetryPause);
    }

    /// <summary>Stops the server and its children with SIGSTOP: connections stay open, and nothing answers.</summary>
    /// <returns>Lets them go on when it is disposed.</returns>
    public IDisposable Pause() => new PostgresPause([Pid, .. ProcessTree.ChildrenOf(Pid)]);

    /// <summary>Starts the server again on the same data and port; returns when it answers.</summary>
    /// <exception cref="HarnessException">It does not start in time.</exception>
    public async Task StartAgainAsync()
    {
        for (var began = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                await LaunchAsync();
                return;
            }
            catch (HarnessException) when (TimeProvider.System.GetElapsedTime(began) < StartTimeout)
            {
                // Until the last child of a killed server has noticed, a new server refuses to start.
                await Task.Delay(RetryPause);
            }
        }
    }

    /// <summary>Waits until the server answers.</summary>
    /// <exception cref="HarnessException">The server ended, or does not answer in time.</exception>
    public async Task AnswersAsync()
    {
        for (var began = TimeProvider.System.GetTimestamp(); ; await Task.Delay(RetryPause))
        {
            try
            {
                await using var connection = new NpgsqlConnection($"{SocketString("postgres")};Pooling=false;Timeout=2");
                await connection.OpenAsync();
                return;
            }
            catch (Exception notYet) when (notYet is NpgsqlException or TimeoutException)
            {
                if (!IsRunning || TimeProvider.System.GetElapsedTime(began) > StartTimeout)
                    throw new HarnessException($"PostgreSQL does not answer ({notYet.Message}).{Environment.NewLine}{_server?.Output}", notYet);
            }
        }
    }

    public Task CreateDatabaseAsync(string name) => PostgresCommand.ExecuteAsync(SocketString("postgres"), $"CREATE DATABASE {name}");

    /// <summary>Stops the server at once, without a checkpoint.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _server = null;
        if (_options.Directory is null && System.IO.Directory.Exists(Directory))
            System.IO.Directory.Delete(Directory, recursive: true);
    }

    private async Task CreateAsync()
    {
        await ServerUser.GiveAsync(Directory);
        await ShellCommand.RunAsync(ServerUser.Run(
            Path.Combine(_binaries, "initdb"), Directory, ["-D", Data, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]));
        if (_options.Host != Loopback)
            await File.AppendAllTextAsync(Path.Combine(Data, "pg_hba.conf"), $"host all all 0.0.0.0/0 trust{Environment.NewLine}");
        for (var tries = 1; ; tries++)
        {
            _port = _options.Port ?? FreePorts.Take(1)[0];
            try
            {
                await LaunchAsync();
                return;
            }
            catch (HarnessException) when (_options.Port is null && tries < MostPorts)
            {
                // Another program may have taken the port before the server did.
            }
        }
    }

    private async Task LaunchAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        string[] arguments =
        [
            "-D", Data, "-p", _port.ToString(CultureInfo.InvariantCulture), "-k", Directory,
            "-c", $"listen_addresses={_options.Host}",
            .. _options.Settings.SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" }),
        ];
        var start = ServerUser.Run(Path.Combine(_binaries, "postgres"), Directory, arguments);
        _options.Prepare(start);
        _server = ChildProcess.Start(start, new ChildProcessOptions
        {
            Log = _options.Log ?? Path.Combine(Directory, "server.log"),
            Stop = StopRequest.Quit,
            Cleanup = _options.Cleanup,
        });
        await AnswersAsync();
    }

    private string ConnectionTo(string host, string database)
    {
        var connection = new NpgsqlConnectionStringBuilder { Host = host, Port = _port, Username = User, Database = database };
        if (_options.MaxPoolSize is { } size)
            connection.MaxPoolSize = size;
        return connection.ConnectionString;
    }
}
