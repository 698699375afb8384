namespace Coordinator.Persistence;

/// <summary>Two ways into the same tables; they can be changed at any restart.</summary>
internal enum JournalKind
{
    /// <summary>All writes that wait go into one commit, of which only the guilty entry fails.</summary>
    GroupCommit = 1,

    /// <summary>The journal of Akka.Persistence.Sql as it comes.</summary>
    Stock = 2,
}
