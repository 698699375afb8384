using System.Globalization;

namespace Coordinator.Persistence;

/// <summary>Pages of a SQLite database.</summary>
/// <param name="All">Pages of the file.</param>
/// <param name="Free">Pages that no row uses.</param>
/// <param name="CanShrink">True when free pages can be given back while a node runs.</param>
internal sealed record SqlitePages(long All, long Free, bool CanShrink)
{
    /// <summary>Setting with which a database must be created to give pages back. Later it needs a vacuum of the whole file.</summary>
    public const string Incremental = "PRAGMA auto_vacuum = INCREMENTAL";

    private const long IncrementalMode = 2;

    public static async Task<SqlitePages> ReadAsync(Database database, CancellationToken ct)
    {
        // SQLite's asynchronous methods run synchronously and would block an actor's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return await database.UseAsync(
            async connection =>
            {
                await using var query = connection.Command("SELECT page_count, freelist_count, auto_vacuum FROM pragma_page_count, pragma_freelist_count, pragma_auto_vacuum");
                await using var row = await query.ExecuteReaderAsync(ct);
                await row.ReadAsync(ct);
                return new SqlitePages(row.GetInt64(0), row.GetInt64(1), Convert.ToInt64(row.GetValue(2), CultureInfo.InvariantCulture) == IncrementalMode);
            },
            ct);
    }
}
