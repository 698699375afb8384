using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>Raises the bound of expired ids, and deletes whole transactions below it.</summary>
internal sealed class PostgresExpiryWriter(NpgsqlDataSource source)
{
    public async Task RaiseAsync(ExpiryRaise raise)
    {
        await using var connection = await source.OpenConnectionAsync().ConfigureAwait(false);
        await using (var command = connection.CreateCommand())
        {
            // Two clocks must agree: one that is far ahead would expire ids that are in use, and the bound is never lowered.
            command.CommandText =
                $"""
                UPDATE coordinator_expiry SET below = greatest(below, least($1,
                  '{TimedIds.Prefix}' || lpad(to_hex(greatest(0, (extract(epoch FROM clock_timestamp()) * 1000)::bigint - $2)), 12, '0')))
                RETURNING below
                """;
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = TimedIds.Lowest(raise.Time) });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = (long)raise.Retention.TotalMilliseconds });
            raise.InForce = TimedIds.TimeOfLowest((string)(await command.ExecuteScalarAsync().ConfigureAwait(false))!);
        }

        await PostgresBoundWriter.AwaitEarlierAsync(connection).ConfigureAwait(false);
    }

    /// <summary>
    /// Deletes in two steps. The first locks the first event of each transaction, so that no event is added. The second sees every event that was
    /// added before. A transaction that is being written is left for another time.
    /// </summary>
    public async Task DeleteAsync(TransactionDelete delete)
    {
        await using var connection = await source.OpenConnectionAsync().ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted).ConfigureAwait(false);
        var locked = await LockAsync(connection, delete).ConfigureAwait(false);
        if (locked.Length > 0)
            delete.Deleted = await DeleteAsync(connection, delete, locked).ConfigureAwait(false);
        await transaction.CommitAsync().ConfigureAwait(false);
    }

    private static async Task<string[]> LockAsync(NpgsqlConnection connection, TransactionDelete delete)
    {
        await using var command = new NpgsqlCommand(
            "SELECT persistence_id FROM journal WHERE persistence_id = ANY($1) AND sequence_number = 1 FOR UPDATE SKIP LOCKED", connection);
        command.AddArray(NpgsqlDbType.Text, delete.PersistenceIds.ToArray());
        await using var rows = await command.ExecuteReaderAsync().ConfigureAwait(false);
        var locked = new List<string>(delete.PersistenceIds.Count);
        while (await rows.ReadAsync().ConfigureAwait(false))
            locked.Add(rows.GetString(0));
        return [.. locked];
    }

    private static async Task<int> DeleteAsync(NpgsqlConnection connection, TransactionDelete delete, string[] locked)
    {
#pragma warning disable CA2100 // The condition is a constant.
        await using var command = new NpgsqlCommand(
            $"""
            WITH gone AS (
              DELETE FROM journal WHERE persistence_id IN (
                SELECT j.persistence_id FROM journal j
                WHERE j.persistence_id = ANY($1)
                  AND (j.persistence_id COLLATE "C" < {ExpirySql.Below} OR j.persistence_id !~ '{TimedIds.Regex}')
                GROUP BY j.persistence_id HAVING max(j.created) < $2 AND {delete.IsFinal})
              RETURNING ordering),
            marked AS (
              UPDATE coordinator_expiry SET deleted_to = greatest(deleted_to, (SELECT max(ordering) FROM gone)) WHERE EXISTS (SELECT 1 FROM gone))
            SELECT count(*) FROM gone
            """,
            connection);
#pragma warning restore CA2100
        command.AddArray(NpgsqlDbType.Text, locked);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = delete.EndedBefore });
        return (int)(long)(await command.ExecuteScalarAsync().ConfigureAwait(false))!;
    }
}
