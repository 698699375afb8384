using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Coordinator.Persistence;

/// <summary>Puts a backup in the place of the database of a data directory. It can be repeated after a crash at any step.</summary>
internal static class SqliteRestore
{
    private static readonly string[] Companions = ["-wal", "-shm", "-journal"];

    /// <param name="directory">Data directory, which this process has locked.</param>
    /// <param name="backup">Backup, which is not changed.</param>
    /// <param name="now">Time of the restore.</param>
    /// <returns>The restore as it is recorded, and the file of the earlier database; <c>null</c> when there was none.</returns>
    /// <exception cref="StorageException">The backup is none of a coordinator, is damaged, or a newer release made it.</exception>
    public static async Task<(Restore Restore, string? Replaced)> RunAsync(DataDirectory directory, string backup, DateTimeOffset now)
    {
        // A crash left it. A database that is restored but not yet in its place is no use to anybody.
        Delete(directory.RestoringFile);
        SqliteCopy.Make(backup, directory.RestoringFile);
        var restored = Database.Sqlite(directory.RestoringFile);
        Restore restore;
        try
        {
            await RequireCoordinatorAsync(restored, backup);
            await new SchemaInstaller(restored).InstallAsync();
            restore = await new Restores(restored).RecordAsync(now, CancellationToken.None);
            Checkpoint(directory.RestoringFile);
        }
        catch
        {
            SqliteConnection.ClearAllPools();
            Delete(directory.RestoringFile);
            throw;
        }

        var replaced = MoveAside(directory, now);
        File.Move(directory.RestoringFile, directory.DatabaseFile);
        return (restore, replaced);
    }

    private static async Task RequireCoordinatorAsync(Database database, string backup)
    {
        var tables = await database.UseAsync(
            async connection =>
            {
                await using var query = connection.Command("SELECT count(*) FROM sqlite_master WHERE name IN ('journal', 'coordinator_schema')");
                return Convert.ToInt32(await query.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
            },
            CancellationToken.None);
        if (tables < 2)
            throw new StorageException($"{backup} is no database of a coordinator: it has no journal.");
    }

    /// <summary>Moves the write-ahead log into the file, so that the file is all there is.</summary>
    private static void Checkpoint(string file)
    {
        SqliteConnection.ClearAllPools();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        command.ExecuteNonQuery();
    }

    private static void TryCheckpoint(string file)
    {
        try
        {
            Checkpoint(file);
        }
        catch (SqliteException)
        {
            // A database that is damaged is restored for that very reason. Its log is kept beside it.
        }
    }

    private static string? MoveAside(DataDirectory directory, DateTimeOffset now)
    {
        if (!File.Exists(directory.DatabaseFile))
            return null;
        var aside = string.Create(CultureInfo.InvariantCulture, $"{directory.DatabaseFile}.replaced-{now.UtcDateTime:yyyyMMddTHHmmssfff}");
        TryCheckpoint(directory.DatabaseFile);
        // What is left of the log belongs to the file by its name.
        foreach (var companion in Companions.Where(companion => File.Exists(directory.DatabaseFile + companion)))
            File.Move(directory.DatabaseFile + companion, aside + companion);
        File.Move(directory.DatabaseFile, aside);
        return aside;
    }

    private static void Delete(string file)
    {
        foreach (var companion in Companions.Prepend(""))
            File.Delete(file + companion);
    }
}
