namespace Coordinator.Persistence.GroupCommit;

/// <summary>
/// Gives free pages of a SQLite database back to the file system, a few at a time. Pages of deleted rows stay free in the file until then. Only
/// for databases that were created with incremental vacuum, see <see cref="SqlitePages" />.
/// </summary>
/// <param name="most">Largest number of pages.</param>
internal sealed class PageRelease(int most) : AwaitedWrite
{
    public int Most => most;
}
