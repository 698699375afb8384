using Microsoft.Data.Sqlite;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>Writes groups, one transaction each, with prepared statements.</summary>
internal sealed class SqliteGroupWriter(string connectionString) : IDisposable
{
    private SqliteWriteStatements? _statements;

    public void Write(IReadOnlyList<StoreWrite> writes)
    {
        var statements = _statements ??= new SqliteWriteStatements(SqliteConnections.Open(connectionString));
        try
        {
            statements.Begin.ExecuteNonQuery();
            foreach (var write in writes)
                Write(statements, write);
            statements.Commit.ExecuteNonQuery();
        }
        catch
        {
            // The state of the connection is unknown, and an open transaction would keep the database locked.
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _statements?.Connection.Dispose();
        _statements = null;
    }

    private static void Write(SqliteWriteStatements statements, StoreWrite write)
    {
        switch (write)
        {
            case JournalWrite journal when !TryInsert(statements, journal):
                journal.RefuseDuplicate();
                break;
            case SnapshotWrite snapshot:
                statements.Save(snapshot);
                break;
            case SnapshotDelete outdated:
                statements.Delete(outdated);
                break;
        }
    }

    private static bool TryInsert(SqliteWriteStatements statements, JournalWrite write)
    {
        if (write.Events.Count == 1)
            return statements.TryInsert(write.Events[0]);

        statements.Savepoint.ExecuteNonQuery();
        foreach (var stored in write.Events)
        {
            if (statements.TryInsert(stored))
                continue;
            statements.RollBackToSavepoint.ExecuteNonQuery();
            statements.Release.ExecuteNonQuery();
            return false;
        }

        statements.Release.ExecuteNonQuery();
        return true;
    }
}
