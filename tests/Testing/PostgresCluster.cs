using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Coordinator.Testing;

/// <summary>A cluster in a temporary directory, with PostgreSQL's own, durable defaults.</summary>
/// <remarks>
/// A shell starts it and then reads from a pipe that this process holds open. The end of the pipe is the end of the test
/// process, however it ended: the shell stops the server and deletes the directory.
/// </remarks>
internal static class PostgresCluster
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
        $as "$bin/initdb" -D "$dir/data" -U coordinator -A trust -E UTF8 --locale=C --no-sync 3>&- &&
        $as "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" -w -t 60 \
          -o "-p $port -k $dir -c listen_addresses=127.0.0.1 -c max_connections=300" start 3>&- ||
        { echo failed >&3; exit 1; }
        echo ready >&3
        exec 3>&-
        read -r line
        $as "$bin/pg_ctl" -D "$dir/data" -m immediate stop
        cd / && rm -rf "$dir"
        """;

    // Held for the life of the process: collected, it would close the pipe and stop the server.
    private static Process? _shell;

    /// <summary>The connection string of a new cluster's superuser.</summary>
    public static async Task<string> StartAsync(string binaries)
    {
        for (var attempt = 1; ; attempt++)
        {
            var directory = Directory.CreateTempSubdirectory("coordinator-pg-").FullName;
            var port = FreePort();
            _shell = StartShell(binaries, directory, port);
            if (await _shell.StandardOutput.ReadLineAsync() == "ready")
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"Host=127.0.0.1;Port={port};Username={User};Database=postgres");

            // Somebody may have taken the port between our look and the server's.
            var log = await LogAsync(directory);
            Directory.Delete(directory, recursive: true);
            if (attempt == Attempts)
                throw new InvalidOperationException($"PostgreSQL in {binaries} does not start:\n{log}");
        }
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
