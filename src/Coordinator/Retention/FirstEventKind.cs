namespace Coordinator.Retention;

/// <summary>Kind of event with which a transaction begins.</summary>
internal enum FirstEventKind
{
    Prepare = 1,

    /// <summary>Rollback before any prepare.</summary>
    Tombstone = 2,
}
