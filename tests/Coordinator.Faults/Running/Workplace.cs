using Coordinator.Faults.Processes;

namespace Coordinator.Faults.Running;

/// <summary>The directory of a run: databases, histories, logs.</summary>
internal sealed class Workplace
{
    // Room for a run of many minutes, and soon full.
    private const string Size = "size=1g";

    public Workplace(string? data)
    {
        Directory = data is null
            ? System.IO.Directory.CreateTempSubdirectory("cf-").FullName
            : System.IO.Directory.CreateDirectory(Path.GetFullPath(data)).FullName;
        // PostgreSQL's user is not ours, and must get at its directory.
        Open(Directory);
        Histories = Make("histories");
        Logs = Make("logs");
    }

    public string Directory { get; }

    public string Histories { get; }

    public string Logs { get; }

    public string Make(string name) => System.IO.Directory.CreateDirectory(Path.Combine(Directory, name)).FullName;

    public string Log(string name) => Path.Combine(Logs, name);

    /// <summary>The connection string of a service's SQLite file.</summary>
    public string Sqlite(string name) => $"Data Source={Path.Combine(Directory, name)}.db";

    /// <summary>A small file system of its own.</summary>
    public static async Task MountAsync(string directory, Janitor janitor)
    {
        await Shell.RunAsync("mount", "-t", "tmpfs", "-o", Size, "tmpfs", directory);
        janitor.InTheEnd($"umount -l '{directory}'");
    }

    /// <summary>Lets others pass through a directory; they see nothing in it.</summary>
    public static void Open(string directory) =>
        new DirectoryInfo(directory).UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public void Delete()
    {
        try
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
        catch (IOException)
        {
            // Something of a killed process is still there; it is a temporary directory.
        }
    }
}
