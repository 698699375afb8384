namespace Coordinator.Participants.Fence;

/// <summary>SQL dialect of the service's own database.</summary>
public enum SqlDialect
{
    /// <summary>SQLite 3.35 or later.</summary>
    Sqlite = 1,

    /// <summary>PostgreSQL 12 or later.</summary>
    PostgreSql = 2,
}
