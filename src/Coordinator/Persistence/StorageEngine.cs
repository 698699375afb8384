namespace Coordinator.Persistence;

/// <summary>The databases that the journal can live in.</summary>
internal enum StorageEngine
{
    /// <summary>Embedded, one node.</summary>
    Sqlite = 1,

    /// <summary>For a cluster.</summary>
    PostgreSql = 2,
}
