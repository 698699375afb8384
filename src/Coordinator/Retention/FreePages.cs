using System.Globalization;
using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Retention;

/// <summary>
/// Gives free pages of SQLite back to the file system, so that the file shrinks after much was deleted. Some stay free, because new rows would need
/// them at once.
/// </summary>
/// <param name="database">Database of SQLite.</param>
/// <param name="journal">Journal that writes.</param>
/// <param name="mostKept">Number of free pages that always stay.</param>
internal sealed class FreePages(Database database, GroupCommitQueues journal, long mostKept = 2_048) : IRetentionWork
{
    /// <summary>Largest number of pages at a time: 1 MiB, so that other writes hardly wait.</summary>
    public const int MostAtOnce = 256;

    private const string Subject = "pages";

    // Of a hundred pages of the file, so many stay free.
    private const long PercentKept = 20;

    public string Name => Subject;

    public async Task<RetentionBatch> DeleteAsync(int mostRows, CancellationToken ct)
    {
        var pages = await SqlitePages.ReadAsync(database, ct);
        var surplus = pages.Free - Math.Max(mostKept, pages.All * PercentKept / 100);
        if (surplus <= 0)
            return new RetentionBatch(0, IsMore: false, []);
        if (!pages.CanShrink)
            return new RetentionBatch(0, IsMore: false, [Stuck(pages)]);
        var release = new PageRelease((int)Math.Min(surplus, Math.Min(mostRows, MostAtOnce)));
        await journal.WriteAsync(release);
        return new RetentionBatch(release.Most, surplus > release.Most, []);
    }

    private static KeptData Stuck(SqlitePages pages) => new(
        Subject,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{pages.Free} of {pages.All} pages are free, and an earlier release created the file, so it cannot shrink while a node runs. Stop the node and run the command compact"),
        null);
}
