using Microsoft.Data.Sqlite;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>Reads the journal table with prepared statements, which are prepared again after a failure.</summary>
internal sealed class SqliteEventReader(string connectionString) : IDisposable
{
    /// <summary>Reads the bounds of <c>$persistence_id</c>.</summary>
    public const string BoundsOfOne = $"SELECT {BoundsSql.Columns}, {ExpirySql.Below} FROM (SELECT $persistence_id AS id) AS asked";

    private SqliteConnection? _connection;
    private SqliteCommand? _bounds;
    private SqliteCommand? _events;

    public void Answer(IReadOnlyList<BoundsRead> reads) => Guard(() =>
    {
        foreach (var read in reads)
            read.Succeed(Bounds(read.PersistenceId));
    });

    public void Answer(IReadOnlyList<EventsRead> reads) => Guard(() =>
    {
        foreach (var read in reads)
            read.Succeed(Events(read, EventsRead.PageSize));
    });

    public void Dispose()
    {
        _connection?.Dispose();
        (_connection, _bounds, _events) = (null, null, null);
    }

    /// <summary>Closes a connection that failed, because its state is unknown. The next group opens a new one.</summary>
    private void Guard(Action read)
    {
        try
        {
            read();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Runs a command of <see cref="BoundsOfOne" />.</summary>
    public static EventBounds Read(SqliteCommand bounds, string persistenceId)
    {
        bounds.Parameters[0].Value = persistenceId;
        using var rows = bounds.ExecuteReader();
        rows.Read();
        return new EventBounds(rows.GetInt64(0), rows.GetInt64(1), TimedIds.TimeOfLowest(rows.GetString(2)));
    }

    private EventBounds Bounds(string persistenceId) => Read(
        _bounds ??= SqliteConnections.Prepare(Connection(), BoundsOfOne, ("$persistence_id", SqliteType.Text)),
        persistenceId);

    private List<StoredEvent> Events(EventsRead read, int limit)
    {
        var command = _events ??= SqliteConnections.Prepare(
            Connection(),
            """
            SELECT sequence_number, created, message, manifest, identifier, writer_uuid FROM journal
            WHERE persistence_id = $persistence_id AND sequence_number BETWEEN $from AND $to AND deleted = 0
            ORDER BY sequence_number LIMIT $limit
            """,
            ("$persistence_id", SqliteType.Text),
            ("$from", SqliteType.Integer),
            ("$to", SqliteType.Integer),
            ("$limit", SqliteType.Integer));
        command.Parameters[0].Value = read.PersistenceId;
        command.Parameters[1].Value = read.From;
        command.Parameters[2].Value = read.To;
        command.Parameters[3].Value = limit;
        using var rows = command.ExecuteReader();
        var events = new List<StoredEvent>();
        var bytes = 0L;
        while (bytes < read.MaxBytes && rows.Read())
        {
            events.Add(new StoredEvent(
                read.PersistenceId,
                rows.GetInt64(0),
                rows.GetInt64(1),
                rows.GetFieldValue<byte[]>(2),
                rows.GetString(3),
                rows.GetInt32(4),
                rows.IsDBNull(5) ? "" : rows.GetString(5)));
            bytes += events[^1].Message.Length;
        }

        return events;
    }

    private SqliteConnection Connection() => _connection ??= SqliteConnections.Open(connectionString);
}
