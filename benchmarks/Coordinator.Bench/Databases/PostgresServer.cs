using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Coordinator.Bench.Processes;
using Npgsql;

namespace Coordinator.Bench.Databases;

/// <summary>PostgreSQL server that the benchmark starts with PostgreSQL's durable defaults.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    // initdb and postgres refuse to run as root; setpriv is part of every Debian. The script stops the server when its standard
    // input ends, which is when the benchmark ends.
    private const string Script = """
        bin=$1 dir=$2 port=$3
        exec 3>&1 >"$dir/start.log" 2>&1
        as=
        if [ "$(id -u)" = 0 ]; then
          user=nobody; id postgres && user=postgres
          chown "$user" "$dir"
          as="setpriv --reuid=$user --regid=$(id -g $user) --clear-groups"
        fi
        cd "$dir"
        export LC_ALL=C
        $as "$bin/initdb" -D "$dir/data" -U coordinator -A trust -E UTF8 --locale=C 3>&- &&
        $as "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" -w -t 60 \
          -o "-p $port -k $dir -c listen_addresses=127.0.0.1" start 3>&- ||
        { cat "$dir"/*.log >&3; exit 1; }
        echo "ready $(head -n 1 "$dir/data/postmaster.pid")" >&3
        exec 3>&-
        read -r line
        $as "$bin/pg_ctl" -D "$dir/data" -m immediate stop
        """;

    private readonly ChildProcess _shell;
    private readonly string _connectionString;
    private int _databases;

    private PostgresServer(ChildProcess shell, int pid, int port)
    {
        (_shell, Pid) = (shell, pid);
        _connectionString = string.Create(
            CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username=coordinator;Database=postgres");
    }

    public int Pid { get; }

    /// <exception cref="BenchFailedException">The server did not start.</exception>
    public static async Task<PostgresServer> StartAsync(string directory, CancellationToken ct)
    {
        // The server runs as another user, who must be able to enter its directory.
        var parent = Directory.CreateDirectory(directory).Parent!;
        parent.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        var port = FreePort();
        var binaries = PostgresBinaries.Find();
        string[] arguments = ["-c", Script, "sh", binaries, directory, port.ToString(CultureInfo.InvariantCulture)];
        var log = new LogFile(Path.Combine(directory, "shell.log"));
        var shell = ChildProcess.Start(new ChildCommand("/bin/sh", arguments, new Dictionary<string, string>()), log);
        var said = new List<string>();
        await foreach (var line in shell.Lines.ReadAllAsync(ct))
        {
            if (line.Split(' ') is ["ready", var pid])
                return new PostgresServer(shell, int.Parse(pid, CultureInfo.InvariantCulture), port);
            said.Add(line);
        }

        await shell.DisposeAsync();
        throw new BenchFailedException($"PostgreSQL did not start: {string.Join(Environment.NewLine, said)}");
    }

    /// <summary>Creates an empty database.</summary>
    public async Task<PostgresDatabase> CreateDatabaseAsync(CancellationToken ct)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"bench{++_databases}");
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(ct);
        await connection.ExecuteAsync($"CREATE DATABASE {name}", ct);
        return new PostgresDatabase(
            this, new NpgsqlConnectionStringBuilder(_connectionString) { Database = name }.ConnectionString);
    }

    public ValueTask DisposeAsync() => _shell.DisposeAsync();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
