using System.Globalization;

namespace Coordinator.Harness.Processes;

/// <summary>Reads from <c>/proc</c> on which TCP ports a process listens.</summary>
public static class ListeningPorts
{
    private const string Listening = "0A";
    private const string Socket = "socket:[";

    /// <summary>Returns the local addresses of the sockets on which a process listens, as the kernel writes them.</summary>
    public static IReadOnlyList<string> Of(int pid)
    {
        var root = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}");
        var own = Directory.GetFiles($"{root}/fd")
            .Select(descriptor => new FileInfo(descriptor).LinkTarget)
            .Where(target => target?.StartsWith(Socket, StringComparison.Ordinal) is true)
            .Select(target => target![Socket.Length..^1])
            .ToHashSet();
        return
        [
            // The tables are those of the network namespace of the process.
            .. ((string[])[$"{root}/net/tcp", $"{root}/net/tcp6"])
                .Where(File.Exists)
                .SelectMany(file => File.ReadLines(file).Skip(1))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(columns => columns[3] == Listening && own.Contains(columns[9]))
                .Select(columns => columns[1]),
        ];
    }
}
