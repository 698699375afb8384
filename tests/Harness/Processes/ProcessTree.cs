using System.Globalization;

namespace Coordinator.Harness.Processes;

/// <summary>Reads from <c>/proc</c> which processes exist. Finds none on systems without <c>/proc</c>.</summary>
public static class ProcessTree
{
    private const string Root = "/proc";

    // Index of the parent's id in /proc/PID/stat, after the name in brackets.
    private const int Parent = 1;

    /// <summary>Ids of the processes whose parent is this one.</summary>
    public static int[] ChildrenOf(int pid) => Directory.Exists(Root)
        ?
        [
            .. Directory.EnumerateDirectories(Root)
                .Select(directory => int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
                .Where(id => id > 0 && Stat(id) is { } stat && int.Parse(stat[Parent], CultureInfo.InvariantCulture) == pid),
        ]
        : [];

    public static bool IsAlive(int pid) => Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"{Root}/{pid}"));

    /// <summary>Fields of <c>/proc/PID/stat</c> from the state on; <c>null</c> when the process has ended.</summary>
    public static string[]? Stat(int pid)
    {
        try
        {
            // The name before may contain blanks and brackets.
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"{Root}/{pid}/stat"));
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
