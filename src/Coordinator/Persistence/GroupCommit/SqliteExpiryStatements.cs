using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>Statements of the writing connection about expired ids. They are rare, so they are made when they are needed.</summary>
internal sealed class SqliteExpiryStatements(SqliteConnection connection)
{
    /// <summary>
    /// Raises the bound. The clock of the database is that of this process, so nothing else limits it.
    /// </summary>
    public void Raise(ExpiryRaise raise)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE coordinator_expiry SET below = max(below, $below) RETURNING below";
        command.Parameters.AddWithValue("$below", TimedIds.Lowest(raise.Time));
        raise.InForce = TimedIds.TimeOfLowest((string)command.ExecuteScalar()!);
    }

    /// <summary>Deletes transactions. The transaction of the group makes both statements one.</summary>
    public void Delete(TransactionDelete delete)
    {
        using var command = connection.CreateCommand();
        var gone = $"""
            SELECT j.persistence_id FROM journal j
            WHERE j.persistence_id IN (SELECT value FROM json_each($ids))
              AND (j.persistence_id < {ExpirySql.Below} OR j.persistence_id NOT GLOB '{TimedIds.Glob}')
            GROUP BY j.persistence_id HAVING max(j.created) < $ended_before AND {delete.IsFinal}
            """;
        command.Parameters.AddWithValue("$ids", JsonSerializer.Serialize(delete.PersistenceIds));
        command.Parameters.AddWithValue("$ended_before", delete.EndedBefore);
#pragma warning disable CA2100 // The condition is a constant.
        command.CommandText = $"""
            UPDATE coordinator_expiry SET deleted_to = max(deleted_to, coalesce((
              SELECT max(ordering) FROM journal WHERE persistence_id IN ({gone})), 0))
            """;
        command.ExecuteNonQuery();
        command.CommandText = $"DELETE FROM journal WHERE persistence_id IN ({gone})";
#pragma warning restore CA2100
        delete.Deleted = command.ExecuteNonQuery();
    }
}
