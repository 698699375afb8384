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
            case LogWrite log when !TryAppend(statements, log):
                log.RefuseDuplicate();
                break;
            case SnapshotWrite snapshot:
                statements.Save(snapshot);
                break;
            case SnapshotDelete outdated:
                statements.Delete(outdated);
                break;
            case BoundWrite bound:
                statements.Raise(bound);
                break;
            case PrefixDelete prefix:
                prefix.Deleted = statements.Delete(prefix);
                break;
            case ExpiryRaise raise:
                statements.Expiry.Raise(raise);
                break;
            case TransactionDelete delete:
                statements.Expiry.Delete(delete);
                break;
            case PageRelease release:
                statements.Release(release);
                break;
        }
    }

    private static bool TryInsert(SqliteWriteStatements statements, JournalWrite write)
    {
        if (write.Events.Count == 1)
            return statements.TryInsert(write.Events[0]);

        return AllOrNothing(statements, write, static (statements, write) =>
        {
            foreach (var stored in write.Events)
            {
                if (!statements.TryInsert(stored))
                    return false;
            }

            return true;
        });
    }

    /// <summary>Stores the appends whose companions are new. False, and nothing is stored: this copy of the log is stale.</summary>
    private static bool TryAppend(SqliteWriteStatements statements, LogWrite write) =>
        AllOrNothing(statements, write, static (statements, write) =>
        {
            var number = write.After;
            for (var place = 0; place < write.Appends.Count; place++)
            {
                var append = write.Appends[place];
                if (append.Companion is { } companion && !statements.TryInsert(companion))
                {
                    write.Refuse(place);
                    continue;
                }

                foreach (var entry in append.Entries)
                {
                    if (!statements.TryInsert(entry with { SequenceNumber = ++number }))
                        return false;
                }
            }

            // Without an entry nothing collides, so ask whether this copy of the log is stale.
            return !write.IsRefusedWhole || statements.Highest(write.PersistenceId) <= write.After;
        });

    private static bool AllOrNothing<TWrite>(
        SqliteWriteStatements statements, TWrite write, Func<SqliteWriteStatements, TWrite, bool> tryStore)
    {
        statements.Savepoint.ExecuteNonQuery();
        var isStored = tryStore(statements, write);
        if (!isStored)
            statements.RollBackToSavepoint.ExecuteNonQuery();
        statements.ReleaseSavepoint.ExecuteNonQuery();
        return isStored;
    }
}
