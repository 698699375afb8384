using Microsoft.Data.Sqlite;

namespace Coordinator.Persistence;

/// <summary>Copies a SQLite database while others write to it, and checks the copy before it takes its name.</summary>
internal static class SqliteCopy
{
    private const string Unfinished = ".unfinished";

    /// <param name="source">File of the database. It is not changed.</param>
    /// <param name="target">File of the copy, which must not exist.</param>
    /// <exception cref="StorageException">The source cannot be read, or the copy cannot be written or is damaged.</exception>
    public static void Make(string source, string target)
    {
        var unfinished = target + Unfinished;
        try
        {
            File.Delete(unfinished);
            PrivateFile.OpenOrCreate(unfinished, FileShare.None).Dispose();
            CopyAndCheck(source, unfinished);
            Flush(unfinished);
            File.Move(unfinished, target, overwrite: false);
        }
        catch (Exception failed) when (failed is SqliteException or IOException or UnauthorizedAccessException)
        {
            File.Delete(unfinished);
            throw new StorageException($"{source} could not be copied to {target}: {failed.Message}", failed);
        }
    }

    private static void CopyAndCheck(string source, string target)
    {
        using var from = Open(source, SqliteOpenMode.ReadWrite);
        using var to = Open(target, SqliteOpenMode.ReadWrite);
        from.BackupDatabase(to);
        using var check = to.CreateCommand();
        check.CommandText = "PRAGMA journal_mode = DELETE; PRAGMA quick_check(1)";
        using var rows = check.ExecuteReader();
        rows.NextResult();
        var found = rows.Read() ? rows.GetString(0) : "nothing";
        if (found != "ok")
            throw new IOException($"the copy is damaged ({found}), so {source} is too.");
    }

    // Without pooling, so that the files are closed when this returns.
    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 30 }.ConnectionString);
        connection.Open();
        return connection;
    }

    private static void Flush(string file)
    {
        using var written = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        written.Flush(flushToDisk: true);
    }
}
