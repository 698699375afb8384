using System.Diagnostics;
using System.Globalization;
using Coordinator.Faults.Network;
using Coordinator.Testing;
using Npgsql;

namespace Coordinator.Faults.Processes;

/// <summary>
/// A PostgreSQL server with its own, durable defaults, that can be killed and started again. Who may not reach it over the network
/// has its socket in the file system.
/// </summary>
internal sealed class PostgresProcess(INetwork network, Place place, Janitor janitor, string directory, string log) : IAsyncDisposable
{
    private const int Port = 5432;
    private const int MaxConnections = 200;
    private const int PoolSize = 40;
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly string _binaries = PostgresBinaries.Find()
        ?? throw new FaultsException("There is no PostgreSQL on this machine: install the package postgresql.");

    private TestProcess? _server;

    public int Pid => _server?.Id ?? throw new FaultsException("PostgreSQL is not running.");

    public string Directory => directory;

    public bool IsRunning => _server is { HasExited: false };

    private string Data => Path.Combine(directory, "data");

    public async Task CreateAsync()
    {
        // Its user is not ours.
        if (Environment.UserName == "root")
            await Shell.RunAsync("chown", Itself.Uid, directory);
        var (program, arguments) = AsItself(
            "initdb", "-D", Data, "-U", "coordinator", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        await Shell.RunAsync(program, arguments);
        await StartAsync();
    }

    public async Task StartAsync()
    {
        var (program, arguments) = AsItself(
            "postgres", "-D", Data, "-p", Text(Port), "-k", directory,
            "-c", $"listen_addresses={network.AddressOf(place)}",
            "-c", $"max_connections={MaxConnections}",
            "-c", "max_wal_size=256MB",
            "-c", "restart_after_crash=on");
        if (_server is not null)
            await _server.DisposeAsync();
        // Whoever may come from another place of this run, and nobody else can reach it.
        await AllowAsync();
        _server = TestProcess.Start(network.At(place, program, arguments), log);
        janitor.Watch(_server.Id);
        await AnswersAsync();
    }

    /// <summary>SIGKILL of the server and of all that it has started; returns when they are gone.</summary>
    public async Task KillAsync()
    {
        if (_server is null)
            return;
        int[] all = [_server.Id, .. Signals.ChildrenOf(_server.Id)];
        foreach (var pid in all)
            Signals.Kill(pid);
        await _server.KillAsync();
        janitor.Forget(_server.Id);
        // A new server would find their shared memory in use.
        while (all.Any(Signals.IsAlive))
            await Task.Delay(20);
    }

    public Task CreateDatabaseAsync(string name) => ExecuteAsync("postgres", $"CREATE DATABASE {name}");

    public async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection($"{SocketString(database)};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>For those who come over the network.</summary>
    public string NetworkString(string database) => ConnectionString(network.AddressOf(place), database);

    /// <summary>For those on this machine, whatever namespace they are in.</summary>
    public string SocketString(string database) => ConnectionString(directory, database);

    /// <summary>Until it answers.</summary>
    public async Task AnswersAsync()
    {
        for (var began = Stopwatch.GetTimestamp(); ; await Task.Delay(50))
        {
            try
            {
                await using var connection = new NpgsqlConnection($"{SocketString("postgres")};Pooling=false;Timeout=2");
                await connection.OpenAsync();
                return;
            }
            catch (Exception notYet) when (notYet is NpgsqlException or TimeoutException)
            {
                if (_server is { HasExited: true } || Stopwatch.GetElapsedTime(began) > StartTime)
                    throw new FaultsException($"PostgreSQL does not answer ({notYet.Message}). {_server?.Output}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    // The user that Debian makes for it, else nobody.
    private static (string Uid, string Gid) Itself => System.IO.File.ReadLines("/etc/passwd")
        .Select(line => line.Split(':'))
        .Where(user => user[0] is "postgres" or "nobody")
        .OrderBy(user => user[0] == "nobody")
        .Select(user => (user[2], user[3]))
        .First();

    private Task AllowAsync() => System.IO.File.WriteAllTextAsync(
        Path.Combine(Data, "pg_hba.conf"),
        $"local all all trust{Environment.NewLine}host all all 0.0.0.0/0 trust{Environment.NewLine}");

    private string ConnectionString(string host, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = host,
        Port = Port,
        Username = "coordinator",
        Database = database,
        MaxPoolSize = PoolSize,
    }.ConnectionString;

    // initdb and postgres refuse root.
    private (string Program, string[] Arguments) AsItself(string program, params string[] arguments)
    {
        var path = Path.Combine(_binaries, program);
        return Environment.UserName == "root"
            ? ("setpriv", [$"--reuid={Itself.Uid}", $"--regid={Itself.Gid}", "--clear-groups", path, .. arguments])
            : (path, arguments);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
