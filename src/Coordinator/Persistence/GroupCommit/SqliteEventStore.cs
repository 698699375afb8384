using Microsoft.Data.Sqlite;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>
/// Uses one connection for writes, with one transaction per group, because SQLite has one writer at a time. Reads have connections
/// of their own. In WAL mode they neither wait for the writer nor block it.
/// </summary>
internal sealed class SqliteEventStore(string connectionString) : IEventStore
{
    private readonly SqliteGroupWriter _writer = new(connectionString);
    private readonly SqliteEventReader _boundsReader = new(connectionString);
    private readonly SqliteEventReader _eventReader = new(connectionString);

    public int WriteParallelism => 1;

    public Task WriteAsync(IReadOnlyList<StoreWrite> writes)
    {
        _writer.Write(writes);
        return Task.CompletedTask;
    }

    public Task ReadBoundsAsync(IReadOnlyList<BoundsRead> reads)
    {
        _boundsReader.Answer(reads);
        return Task.CompletedTask;
    }

    public Task ReadEventsAsync(IReadOnlyList<EventsRead> reads)
    {
        _eventReader.Answer(reads);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _writer.Dispose();
        _boundsReader.Dispose();
        _eventReader.Dispose();
        return ValueTask.CompletedTask;
    }
}
