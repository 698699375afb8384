using System.Diagnostics;
using System.Globalization;
using Coordinator.Hosting.Options;
using Coordinator.Persistence;

namespace Coordinator.Hosting;

/// <summary>
/// Runs <c>backup FILE</c>, which copies the SQLite database to a file. A node may run meanwhile, and is not slowed down but for the disk. The
/// copy is consistent: it has what was durable at one moment.
/// </summary>
internal static class BackupCommand
{
    /// <exception cref="StartProblem">The database cannot be copied, or is one of PostgreSQL, which has tools of its own.</exception>
    public static async Task RunAsync(CoordinatorOptions options, string file, TextWriter output)
    {
        if (options.Storage.IsPostgres)
        {
            throw new StartProblem(
                StartProblem.BadOptions,
                "The command backup copies a SQLite database. Back PostgreSQL up with its own tools: pg_dump --format=custom --file=FILE, or an "
                + "archive of the write-ahead log. docs/operations.md has the commands.");
        }

        var source = DataDirectory.DatabaseFileIn(options.Storage.DataDirectory);
        if (!File.Exists(source))
            throw new StartProblem(StartProblem.StorageUnusable, $"There is no database {source}. Choose the directory of the node (--dataDirectory).");
        if (File.Exists(file))
            throw new StartProblem(StartProblem.BadOptions, $"The file {Path.GetFullPath(file)} exists. Name a new one, so that no earlier backup is lost.");
        var start = Stopwatch.GetTimestamp();
        await output.WriteLineAsync($"copying {source} ({Size(source)}) to {Path.GetFullPath(file)}");
        try
        {
            SqliteCopy.Make(source, file);
        }
        catch (StorageException failed)
        {
            throw StartProblem.Of(failed);
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"made and checked {Path.GetFullPath(file)} ({Size(file)}) in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s"));
    }

    private static string Size(string file) => string.Create(CultureInfo.InvariantCulture, $"{new FileInfo(file).Length / 1048576.0:0.0} MiB");
}
