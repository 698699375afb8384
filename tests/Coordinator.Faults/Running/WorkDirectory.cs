using Coordinator.Harness.Processes;

namespace Coordinator.Faults.Running;

/// <summary>Directory of a run, with databases, histories and logs.</summary>
internal sealed class WorkDirectory
{
    // Large enough for a run of many minutes, and small enough to fill quickly.
    private const string Size = "size=1g";

    public WorkDirectory(string? data)
    {
        Directory = data is null
            ? System.IO.Directory.CreateTempSubdirectory("cf-").FullName
            : System.IO.Directory.CreateDirectory(Path.GetFullPath(data)).FullName;
        Histories = Make("histories");
        Logs = Make("logs");
    }

    public string Directory { get; }

    public string Histories { get; }

    public string Logs { get; }

    public string Make(string name) => System.IO.Directory.CreateDirectory(Path.Combine(Directory, name)).FullName;

    public string Log(string name) => Path.Combine(Logs, name);

    /// <summary>Gets the connection string of a service's SQLite file.</summary>
    public string Sqlite(string name) => $"Data Source={Path.Combine(Directory, name)}.db";

    /// <summary>Mounts a small file system.</summary>
    public static async Task MountAsync(string directory, ProcessCleanup cleanup)
    {
        await ShellCommand.RunAsync("mount", "-t", "tmpfs", "-o", Size, "tmpfs", directory);
        cleanup.AtEnd($"umount -l '{directory}'");
    }

    public void Delete()
    {
        try
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
        catch (IOException)
        {
            // A killed process may still write. The directory is temporary, so it may stay.
        }
    }
}
