using System.Globalization;
using Coordinator.Hosting.Options;
using Coordinator.Persistence;
using Microsoft.Data.Sqlite;

namespace Coordinator.Hosting;

/// <summary>
/// Runs <c>compact</c>, which writes the SQLite database anew without its free pages. From then on the file shrinks by itself while a node runs.
/// </summary>
internal static class CompactCommand
{
    /// <exception cref="StartProblem">A node runs, or the database cannot be used, or is one of PostgreSQL.</exception>
    public static async Task RunAsync(CoordinatorOptions options, TextWriter output)
    {
        if (options.Storage.IsPostgres)
        {
            throw new StartProblem(
                StartProblem.BadOptions,
                "The command compact is for SQLite. PostgreSQL reuses the space of deleted rows by itself (autovacuum). VACUUM FULL makes its files smaller.");
        }

        try
        {
            using var directory = DataDirectory.Open(options.Storage.DataDirectory);
            if (!File.Exists(directory.DatabaseFile))
                throw new StartProblem(StartProblem.StorageUnusable, $"There is no database {directory.DatabaseFile}. Choose the directory of the node (--dataDirectory).");
            await output.WriteLineAsync($"compacting {directory.DatabaseFile} ({Size(directory)}). It needs as much free space again");
            Compact(directory.DatabaseFile);
            await output.WriteLineAsync($"compacted {directory.DatabaseFile} ({Size(directory)})");
        }
        catch (SqliteException failed)
        {
            throw new StartProblem(StartProblem.StorageUnusable, $"The database could not be compacted, and is as it was: {failed.Message}", failed);
        }
        catch (StorageException unusable)
        {
            throw StartProblem.Of(unusable);
        }
    }

    private static void Compact(string file)
    {
        // Without pooling, so that the file is closed when this returns.
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 0 }.ConnectionString);
        connection.Open();
        using var vacuum = connection.CreateCommand();
        vacuum.CommandText = $"{SqlitePages.Incremental}; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)";
        vacuum.ExecuteNonQuery();
    }

    private static string Size(DataDirectory directory) =>
        string.Create(CultureInfo.InvariantCulture, $"{new FileInfo(directory.DatabaseFile).Length / 1048576.0:0.0} MiB");
}
