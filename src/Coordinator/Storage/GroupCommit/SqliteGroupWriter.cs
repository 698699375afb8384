using Microsoft.Data.Sqlite;

namespace Coordinator.Storage.GroupCommit;

/// <summary>Writes groups of journal entries, one transaction each, with statements that are prepared once.</summary>
internal sealed class SqliteGroupWriter(string connectionString) : IDisposable
{
    private Statements? _statements;

    public void Write(IReadOnlyList<JournalWrite> writes)
    {
        var statements = _statements ??= new Statements(SqliteConnections.Open(connectionString));
        try
        {
            statements.Begin.ExecuteNonQuery();
            foreach (var write in writes)
            {
                if (!TryInsert(statements, write))
                    write.RefuseDuplicate();
            }

            statements.Commit.ExecuteNonQuery();
        }
        catch
        {
            // Nothing is known of the connection any more, and an open transaction would keep the database locked.
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _statements?.Connection.Dispose();
        _statements = null;
    }

    private static bool TryInsert(Statements statements, JournalWrite write)
    {
        if (write.Events.Count == 1)
            return statements.TryInsert(write.Events[0]);

        statements.Savepoint.ExecuteNonQuery();
        foreach (var stored in write.Events)
        {
            if (statements.TryInsert(stored))
                continue;
            statements.RollBackToSavepoint.ExecuteNonQuery();
            return false;
        }

        statements.Release.ExecuteNonQuery();
        return true;
    }

    private sealed class Statements(SqliteConnection connection)
    {
        private readonly SqliteCommand _insert = SqliteConnections.Prepare(
            connection,
            """
            INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
            VALUES ($created, 0, $persistence_id, $sequence_number, $message, $manifest, $identifier, $writer_uuid)
            ON CONFLICT DO NOTHING
            """,
            ("$created", SqliteType.Integer),
            ("$persistence_id", SqliteType.Text),
            ("$sequence_number", SqliteType.Integer),
            ("$message", SqliteType.Blob),
            ("$manifest", SqliteType.Text),
            ("$identifier", SqliteType.Integer),
            ("$writer_uuid", SqliteType.Text));

        public SqliteConnection Connection => connection;

        public SqliteCommand Begin { get; } = SqliteConnections.Prepare(connection, "BEGIN IMMEDIATE");

        public SqliteCommand Commit { get; } = SqliteConnections.Prepare(connection, "COMMIT");

        public SqliteCommand Savepoint { get; } = SqliteConnections.Prepare(connection, "SAVEPOINT entry");

        public SqliteCommand Release { get; } = SqliteConnections.Prepare(connection, "RELEASE entry");

        public SqliteCommand RollBackToSavepoint { get; } = SqliteConnections.Prepare(connection, "ROLLBACK TO entry");

        /// <summary>False when its sequence number is taken.</summary>
        public bool TryInsert(in StoredEvent stored)
        {
            var values = _insert.Parameters;
            values[0].Value = stored.Created;
            values[1].Value = stored.PersistenceId;
            values[2].Value = stored.SequenceNumber;
            values[3].Value = stored.Message;
            values[4].Value = stored.Manifest;
            values[5].Value = stored.Serializer;
            values[6].Value = stored.WriterUuid;
            return _insert.ExecuteNonQuery() == 1;
        }
    }
}
