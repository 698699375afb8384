using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>Prepared statements of the writing connection.</summary>
internal sealed class SqliteWriteStatements(SqliteConnection connection)
{
    private readonly SqliteCommand _insert = SqliteConnections.Prepare(
        connection,
        $"""
        INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
        SELECT $created, 0, $persistence_id, $sequence_number, $message, $manifest, $identifier, $writer_uuid
        WHERE NOT EXISTS (SELECT 1 FROM coordinator_journal_bounds b WHERE b.persistence_id = $persistence_id AND b.next > $sequence_number)
          AND NOT ({ExpirySql.IsExpiredOnSqlite})
        ON CONFLICT DO NOTHING
        """,
        ("$created", SqliteType.Integer),
        ("$persistence_id", SqliteType.Text),
        ("$sequence_number", SqliteType.Integer),
        ("$message", SqliteType.Blob),
        ("$manifest", SqliteType.Text),
        ("$identifier", SqliteType.Integer),
        ("$writer_uuid", SqliteType.Text));

    private readonly SqliteCommand _bounds = SqliteConnections.Prepare(
        connection,
        SqliteEventReader.BoundsOfOne,
        ("$persistence_id", SqliteType.Text));

    private readonly SqliteCommand _raise = SqliteConnections.Prepare(
        connection,
        """
        INSERT INTO coordinator_journal_bounds (persistence_id, first_kept, next) VALUES ($persistence_id, $first_kept, $next)
        ON CONFLICT (persistence_id) DO UPDATE SET
          first_kept = max(first_kept, excluded.first_kept), next = max(next, excluded.next)
        """,
        ("$persistence_id", SqliteType.Text),
        ("$first_kept", SqliteType.Integer),
        ("$next", SqliteType.Integer));

    private readonly SqliteCommand _deletePrefix = SqliteConnections.Prepare(
        connection,
        """
        DELETE FROM journal WHERE ordering IN (
          SELECT j.ordering FROM journal j
          WHERE j.persistence_id = $persistence_id AND j.sequence_number > $after
            AND j.sequence_number < (SELECT b.first_kept FROM coordinator_journal_bounds b WHERE b.persistence_id = $persistence_id)
          ORDER BY j.sequence_number LIMIT $most)
        """,
        ("$persistence_id", SqliteType.Text),
        ("$most", SqliteType.Integer),
        ("$after", SqliteType.Integer));

    private readonly SqliteCommand _save = SqliteConnections.Prepare(
        connection,
        """
        INSERT INTO snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id)
        VALUES ($persistence_id, $sequence_number, $created, $snapshot, $manifest, $serializer_id)
        ON CONFLICT (persistence_id, sequence_number) DO UPDATE SET
          created = excluded.created, snapshot = excluded.snapshot, manifest = excluded.manifest, serializer_id = excluded.serializer_id
        """,
        ("$persistence_id", SqliteType.Text),
        ("$sequence_number", SqliteType.Integer),
        ("$created", SqliteType.Integer),
        ("$snapshot", SqliteType.Blob),
        ("$manifest", SqliteType.Text),
        ("$serializer_id", SqliteType.Integer));

    private readonly SqliteCommand _delete = SqliteConnections.Prepare(
        connection,
        """
        DELETE FROM snapshot WHERE persistence_id = $persistence_id
          AND sequence_number BETWEEN $from AND $to AND created BETWEEN $created_from AND $created_to
        """,
        ("$persistence_id", SqliteType.Text),
        ("$from", SqliteType.Integer),
        ("$to", SqliteType.Integer),
        ("$created_from", SqliteType.Integer),
        ("$created_to", SqliteType.Integer));

    public SqliteExpiryStatements Expiry { get; } = new(connection);

    public SqliteConnection Connection => connection;

    public SqliteCommand Begin { get; } = SqliteConnections.Prepare(connection, "BEGIN IMMEDIATE");

    public SqliteCommand Commit { get; } = SqliteConnections.Prepare(connection, "COMMIT");

    public SqliteCommand Savepoint { get; } = SqliteConnections.Prepare(connection, "SAVEPOINT entry");

    public SqliteCommand ReleaseSavepoint { get; } = SqliteConnections.Prepare(connection, "RELEASE entry");

    public SqliteCommand RollBackToSavepoint { get; } = SqliteConnections.Prepare(connection, "ROLLBACK TO entry");

    /// <summary>Inserts an event; false when its sequence number is taken, or was by an event that is deleted, or when its id is expired.</summary>
    public bool TryInsert(in StoredEvent stored) => Execute(
        _insert,
        stored.Created,
        stored.PersistenceId,
        stored.SequenceNumber,
        stored.Message,
        stored.Manifest,
        stored.Serializer,
        stored.WriterUuid) == 1;

    public long Highest(string persistenceId) => SqliteEventReader.Read(_bounds, persistenceId).Highest;

    public void Raise(BoundWrite write)
    {
        var next = Highest(write.PersistenceId) + 1;
        if (write.FirstKept > 1 && next > 1)
            Execute(_raise, write.PersistenceId, Math.Min(write.FirstKept, next), next);
    }

    public int Delete(PrefixDelete write) => Execute(_deletePrefix, write.PersistenceId, write.Most, write.After);

    public void Save(SnapshotWrite write) => Execute(
        _save,
        write.PersistenceId,
        write.SequenceNumber,
        write.Created,
        write.Snapshot,
        write.Manifest,
        write.Serializer);

    public void Delete(SnapshotDelete write) => Execute(
        _delete,
        write.PersistenceId,
        write.SequenceNumbers.From,
        write.SequenceNumbers.To,
        write.Created.From,
        write.Created.To);

    /// <summary>Gives pages back. It is rare, so its statement is made when it is needed.</summary>
    public void Release(PageRelease write)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The only variable is a number.
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"PRAGMA incremental_vacuum({write.Most})");
#pragma warning restore CA2100
        // Each step gives one page back.
        using var pages = command.ExecuteReader();
        while (pages.Read())
        {
        }
    }

    private static int Execute(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        return command.ExecuteNonQuery();
    }
}
