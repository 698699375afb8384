namespace Coordinator.Participants.Fence;

/// <summary>Which SQL the service's own database speaks.</summary>
public enum SqlDialect
{
    /// <summary>SQLite 3.35 or later, one file.</summary>
    Sqlite = 1,

    /// <summary>PostgreSQL 12 or later.</summary>
    PostgreSql = 2,
}
