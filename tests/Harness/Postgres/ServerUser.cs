using System.Diagnostics;
using Coordinator.Harness.Processes;

namespace Coordinator.Harness.Postgres;

/// <summary>Runs PostgreSQL's programs as another user when this process runs as root, which they refuse.</summary>
internal static class ServerUser
{
    private static bool IsNeeded => Environment.UserName == "root" && !OperatingSystem.IsWindows();

    // Debian creates the user postgres with the package.
    private static (string Name, string Uid, string Gid) User => File.ReadLines("/etc/passwd")
        .Select(line => line.Split(':'))
        .Where(user => user[0] is "postgres" or "nobody")
        .OrderBy(user => user[0] == "nobody")
        .Select(user => (user[0], user[2], user[3]))
        .First();

    /// <summary>Command line for one of PostgreSQL's programs, with the working directory in reach of its user.</summary>
    public static ProcessStartInfo Run(string program, string directory, IEnumerable<string> arguments)
    {
        string[] words = [.. As(), program, .. arguments];
        var start = new ProcessStartInfo(words[0], words[1..]) { WorkingDirectory = directory };
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    /// <summary>Makes the user the owner of a directory, and lets it pass through the directory above.</summary>
    public static async Task GiveAsync(string directory)
    {
        if (!IsNeeded)
            return;
        AllowPassing(Path.GetDirectoryName(directory)!);
        await ShellCommand.RunAsync("chown", $"{User.Uid}:{User.Gid}", directory);
    }

    public static void AllowPassing(string directory)
    {
        const UnixFileMode Pass = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        var info = new DirectoryInfo(directory);
        if (!OperatingSystem.IsWindows() && (info.UnixFileMode & Pass) != Pass)
            info.UnixFileMode |= Pass;
    }

    private static string[] As() =>
        !IsNeeded ? []
        : ShellCommand.Exists("setpriv") ? ["setpriv", $"--reuid={User.Uid}", $"--regid={User.Gid}", "--clear-groups"]
        : ["runuser", "-u", User.Name, "--"];
}
