using System.Data.Common;

namespace Coordinator.Participants.Producing;

/// <summary>An open local transaction. It is rolled back when it is disposed of uncommitted.</summary>
internal abstract class LocalDatabaseUnit : IAsyncDisposable
{
    /// <summary>The database transaction.</summary>
    public abstract DbTransaction Transaction { get; }

    /// <summary>Commits it.</summary>
    public abstract Task CommitAsync();

    public abstract ValueTask DisposeAsync();
}
