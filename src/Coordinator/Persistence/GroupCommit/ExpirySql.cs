namespace Coordinator.Persistence.GroupCommit;

/// <summary>SQL about expired ids of transactions.</summary>
internal static class ExpirySql
{
    /// <summary>Scalar of the lowest persistence id that is not expired. It serves both engines.</summary>
    public const string Below = "(SELECT e.below FROM coordinator_expiry e)";

    /// <summary>
    /// Condition of PostgreSQL for the row <c>new</c>: its id is expired, so it takes no event. The lock on the first event holds off its deletion
    /// until the insert is visible, and an insert that comes second finds no event.
    /// </summary>
    public const string IsExpiredOnPostgres = $"""
        new.persistence_id COLLATE "C" >= '{TimedIds.Prefix}' AND new.persistence_id COLLATE "C" < {Below}
          AND new.persistence_id ~ '{TimedIds.Regex}' AND NOT EXISTS (
            SELECT 1 FROM journal f WHERE f.persistence_id = new.persistence_id AND f.sequence_number = 1 FOR KEY SHARE)
        """;

    /// <summary>Condition of SQLite for the parameter <c>$persistence_id</c>: the id is expired, so it takes no event.</summary>
    public const string IsExpiredOnSqlite = $"""
        $persistence_id >= '{TimedIds.Prefix}' AND $persistence_id < {Below} AND $persistence_id GLOB '{TimedIds.Glob}'
          AND NOT EXISTS (SELECT 1 FROM journal f WHERE f.persistence_id = $persistence_id AND f.sequence_number = 1)
        """;
}
