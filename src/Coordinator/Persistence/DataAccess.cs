using System.Runtime.Versioning;

namespace Coordinator.Persistence;

/// <summary>Takes away what other users may do with a data directory and its files, which an earlier release left to the umask.</summary>
internal static class DataAccess
{
    private const string Files = "coordinator.*";

    private const UnixFileMode OfOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <returns>Sentences for the operator about the access that other users had or still have; <c>null</c> when they had none.</returns>
    public static string? Tighten(string directory) => OperatingSystem.IsWindows() ? null : TightenUnix(directory);

    [UnsupportedOSPlatform("windows")]
    private static string? TightenUnix(string directory)
    {
        var (tightened, refused) = (new List<string>(), new List<string>());
        foreach (var file in Directory.EnumerateFiles(directory, Files).Where(file => new FileInfo(file).LinkTarget is null).Order(StringComparer.Ordinal))
            Tighten(file, tightened, refused);
        var open = IsOpen(directory, out var mode);
        var shared = open && !IsOwn(directory, mode);
        if (open && !shared)
            Tighten(directory, tightened, refused);
        string[] sentences =
        [
            .. tightened.Count > 0 ? [$"Other users had access to {string.Join(", ", tightened)}. Now only the user of this process has."] : (string[])[],
            .. shared ? [$"Other users have access to the data directory {directory} ({Octal(mode)}), which also holds other files. {Remedy(directory)}"] : (string[])[],
            .. refused.Count > 0 ? [$"Other users have access to {string.Join(", ", refused)}, and this user may not change that. {Remedy(directory)}"] : (string[])[],
        ];
        return sentences.Length == 0 ? null : string.Join(' ', sentences);
    }

    // A directory such as /tmp must never be closed to all others because a node was started in it.
    [UnsupportedOSPlatform("windows")]
    private static bool IsOwn(string directory, UnixFileMode mode) =>
        !mode.HasFlag(UnixFileMode.StickyBit)
        && Directory.EnumerateFileSystemEntries(directory)
            .All(entry => Path.GetFileName(entry).StartsWith("coordinator.", StringComparison.Ordinal));

    [UnsupportedOSPlatform("windows")]
    private static void Tighten(string path, List<string> tightened, List<string> refused)
    {
        if (!IsOpen(path, out var mode))
            return;
        var name = $"{path} ({Octal(mode)})";
        try
        {
            File.SetUnixFileMode(path, mode & ~OfOthers);
            tightened.Add(name);
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            refused.Add(name);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static bool IsOpen(string path, out UnixFileMode mode) => ((mode = File.GetUnixFileMode(path)) & OfOthers) != 0;

    private static string Remedy(string directory) =>
        $"Choose a directory that the coordinator can create for itself (--dataDirectory {Path.Combine(directory, "data")}).";

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8).PadLeft(4, '0');
}
