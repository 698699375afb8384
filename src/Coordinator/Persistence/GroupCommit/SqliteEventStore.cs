using Microsoft.Data.Sqlite;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>
/// SQLite has one writer at a time: so does this, on a connection of its own, one transaction a group. Reads have
/// another, which in WAL mode neither waits for the writer nor makes it wait.
/// </summary>
internal sealed class SqliteEventStore(string connectionString) : IEventStore
{
    private readonly SqliteGroupWriter _writer = new(connectionString);
    private readonly SqliteEventReader _highestReader = new(connectionString);
    private readonly SqliteEventReader _eventReader = new(connectionString);

    public int WriteParallelism => 1;

    public Task WriteAsync(IReadOnlyList<StoreWrite> writes)
    {
        _writer.Write(writes);
        return Task.CompletedTask;
    }

    public Task ReadHighestAsync(IReadOnlyList<HighestRead> reads)
    {
        _highestReader.Answer(reads);
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
        _highestReader.Dispose();
        _eventReader.Dispose();
        return ValueTask.CompletedTask;
    }
}
