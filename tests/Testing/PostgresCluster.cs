using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Coordinator.Testing;

/// <summary>A cluster in a temporary directory, with PostgreSQL's own, durable defaults.</summary>
/// <remarks>
/// A shell starts it and then reads orders from a pipe that this process holds open. The end of the pipe is the end of the test
/// process, however it ended: the shell stops the server and deletes the directory.
/// </remarks>
public sealed class PostgresCluster : IDisposable
{
    private const int Attempts = 3;
    private const string User = "coordinator";

    // initdb and postgres refuse root. setpriv and runuser are in every Debian (util-linux is essential there).
    private const string Script = """
        bin=$1 dir=$2 port=$3
        exec 3>&1 >"$dir/start.log" 2>&1
        as=
        if [ "$(id -u)" = 0 ]; then
          user=nobody; id postgres && user=postgres
          chown "$user" "$dir"
          as="runuser -u $user --"
          command -v setpriv && as="setpriv --reuid=$user --regid=$(id -g $user) --clear-groups"
        fi
        cd "$dir"
        export LC_ALL=C
        start() {
          $as "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" -w -t 60 \
            -o "-p $port -k $dir -c listen_addresses=127.0.0.1 -c max_connections=300" start 3>&-
        }
        $as "$bin/initdb" -D "$dir/data" -U coordinator -A trust -E UTF8 --locale=C --no-sync 3>&- && start ||
        { echo failed >&3; exit 1; }
        echo ready >&3
        while read -r order; do
          case $order in
            kill) kill -9 "$(head -n 1 "$dir/data/postmaster.pid")" ;;
            # Until the last process of the killed one has noticed, a new one refuses to start.
            start) n=0; until start; do n=$((n + 1)); [ $n -lt 50 ] || { echo failed >&3; exit 1; }; sleep 0.2; done ;;
          esac
          echo done >&3
        done
        $as "$bin/pg_ctl" -D "$dir/data" -m immediate stop
        cd / && rm -rf "$dir"
        """;

    // Collected, it would close the pipe and stop the server.
    private readonly Process _shell;

    private PostgresCluster(Process shell, int port)
    {
        _shell = shell;
        ConnectionString = string.Create(
            CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username={User};Database=postgres");
    }

    /// <summary>Of the superuser.</summary>
    public string ConnectionString { get; }

    /// <summary>One of a test's own, that it may kill.</summary>
    /// <exception cref="InvalidOperationException">There are no binaries here, or they do not start.</exception>
    public static Task<PostgresCluster> StartAsync() => StartAsync(
        PostgresBinaries.Find() ?? throw new InvalidOperationException("Install the package postgresql: this test kills a server of its own."));

    /// <summary>SIGKILL to the postmaster; its children end when they notice.</summary>
    public Task KillAsync() => OrderAsync("kill");

    /// <summary>With what was in it, on the same port.</summary>
    public Task StartAgainAsync() => OrderAsync("start");

    public void Dispose()
    {
        _shell.StandardInput.Close();
        _shell.WaitForExit();
        _shell.Dispose();
    }

    internal static async Task<PostgresCluster> StartAsync(string binaries)
    {
        for (var attempt = 1; ; attempt++)
        {
            var directory = Directory.CreateTempSubdirectory("coordinator-pg-").FullName;
            var port = FreePort();
            var shell = StartShell(binaries, directory, port);
            if (await shell.StandardOutput.ReadLineAsync() == "ready")
                return new PostgresCluster(shell, port);

            // Somebody may have taken the port between our look and the server's.
            var log = await LogAsync(directory);
            Directory.Delete(directory, recursive: true);
            if (attempt == Attempts)
                throw new InvalidOperationException($"PostgreSQL in {binaries} does not start:\n{log}");
        }
    }

    private async Task OrderAsync(string order)
    {
        await _shell.StandardInput.WriteLineAsync(order);
        if (await _shell.StandardOutput.ReadLineAsync() != "done")
            throw new InvalidOperationException($"PostgreSQL did not {order}.");
    }

    private static Process StartShell(string binaries, string directory, int port)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])["-c", Script, "sh", binaries, directory, port.ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<string> LogAsync(string directory)
    {
        var texts = new List<string>();
        foreach (var file in Directory.GetFiles(directory, "*.log"))
            texts.Add(await File.ReadAllTextAsync(file));
        return string.Join('\n', texts);
    }
}
