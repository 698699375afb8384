namespace Coordinator.Persistence;

/// <summary>Implementation of the journal. Both use the same tables, so it can be changed at any restart.</summary>
internal enum JournalKind
{
    /// <summary>All waiting writes go into one commit, of which only a duplicate fails.</summary>
    GroupCommit = 1,

    /// <summary>Unchanged journal of Akka.Persistence.Sql.</summary>
    Stock = 2,
}
