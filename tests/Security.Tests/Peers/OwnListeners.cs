namespace Coordinator.Security.Tests.Peers;

/// <summary>TCP ports on which this process listens, as Linux tells them.</summary>
internal static class OwnListeners
{
    private const string Listening = "0A";

    public static IReadOnlyList<string> All()
    {
        var own = Directory.GetFiles("/proc/self/fd")
            .Select(descriptor => new FileInfo(descriptor).LinkTarget)
            .Where(target => target?.StartsWith("socket:[", StringComparison.Ordinal) is true)
            .Select(target => target!["socket:[".Length..^1])
            .ToHashSet();
        return
        [
            .. ((string[])["/proc/net/tcp", "/proc/net/tcp6"])
                .Where(File.Exists)
                .SelectMany(file => File.ReadLines(file).Skip(1))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(columns => columns[3] == Listening && own.Contains(columns[9]))
                .Select(columns => columns[1]),
        ];
    }
}
