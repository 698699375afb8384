namespace Coordinator.Persistence;

/// <summary>Database engines of the journal.</summary>
internal enum StorageEngine
{
    /// <summary>Embedded, for one node.</summary>
    Sqlite = 1,

    /// <summary>For a cluster.</summary>
    PostgreSql = 2,
}
