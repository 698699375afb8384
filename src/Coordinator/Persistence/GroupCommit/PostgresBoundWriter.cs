using Npgsql;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>Raises bounds, and deletes what is below them.</summary>
internal sealed class PostgresBoundWriter(NpgsqlDataSource source)
{
    /// <summary>
    /// Selects the transactions that are writing to the journal. They hold this lock from before their snapshot to their end. A lock of our own
    /// would tell the same, but every insert would wait behind it, for as long as a backup runs.
    /// </summary>
    private const string Writing = """
        SELECT virtualtransaction FROM pg_locks
        WHERE locktype = 'relation' AND relation = 'journal'::regclass AND mode = 'RowExclusiveLock'
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """;

    /// <summary>Statement that deletes some rows below the bound of a persistence id.</summary>
    /// <remarks>
    /// The bound is a scalar and not a join. With a join, PostgreSQL may compare it with each row. It then reads a queue to its end when fewer
    /// rows are below the bound than wanted, which took 4 seconds for 2,200,000 rows.
    /// </remarks>
    public const string DeletePrefix =
        """
        WITH deleted AS (
          DELETE FROM journal WHERE ordering IN (
            SELECT j.ordering FROM journal j
            WHERE j.persistence_id = $1 AND j.sequence_number > $3
              AND j.sequence_number < (SELECT b.first_kept FROM coordinator_journal_bounds b WHERE b.persistence_id = $1)
            ORDER BY j.sequence_number LIMIT $2)
          RETURNING sequence_number)
        SELECT count(*)::int, coalesce(max(sequence_number), $3) FROM deleted
        """;

    private const int MostLooks = 50;
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(10);

    public async Task RaiseAsync(BoundWrite bound)
    {
        await using var connection = await source.OpenConnectionAsync().ConfigureAwait(false);
        await using (var raise = connection.CreateCommand())
        {
            raise.CommandText =
                $"""
                INSERT INTO coordinator_journal_bounds AS stored (persistence_id, first_kept, next)
                SELECT found.id, least($2, found.highest + 1), found.highest + 1
                FROM (SELECT asked.id, {BoundsSql.Columns} FROM (SELECT $1 AS id) AS asked) AS found(id, first_kept, highest)
                WHERE $2 > 1 AND found.highest > 0
                ON CONFLICT (persistence_id) DO UPDATE SET
                  first_kept = greatest(stored.first_kept, excluded.first_kept), next = greatest(stored.next, excluded.next)
                """;
            raise.Parameters.Add(new NpgsqlParameter<string> { TypedValue = bound.PersistenceId });
            raise.Parameters.Add(new NpgsqlParameter<long> { TypedValue = bound.FirstKept });
            await raise.ExecuteNonQueryAsync().ConfigureAwait(false);
        }

        await AwaitEarlierAsync(connection).ConfigureAwait(false);
    }

    public async Task DeleteAsync(PrefixDelete prefix)
    {
        await using var command = source.CreateCommand(DeletePrefix);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = prefix.PersistenceId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = prefix.Most });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = prefix.After });
        await using var deleted = await command.ExecuteReaderAsync().ConfigureAwait(false);
        await deleted.ReadAsync().ConfigureAwait(false);
        (prefix.Deleted, prefix.Last) = (deleted.GetInt32(0), deleted.GetInt64(1));
    }

    /// <summary>
    /// Waits for the inserts that began before the bound was visible. One of a stale writer would find neither the bound, nor the event when
    /// that is deleted meanwhile.
    /// </summary>
    public static async Task AwaitEarlierAsync(NpgsqlConnection connection)
    {
        var earlier = await WritingAsync(connection).ConfigureAwait(false);
        for (var looks = 1; earlier.Count > 0; looks++)
        {
            if (looks == MostLooks)
                throw new TimeoutException("Nothing is deleted now, because a write to the journal takes long.");
            await Task.Delay(LookAgainAfter).ConfigureAwait(false);
            earlier.IntersectWith(await WritingAsync(connection).ConfigureAwait(false));
        }
    }

    private static async Task<HashSet<string>> WritingAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Writing, connection);
        await using var rows = await command.ExecuteReaderAsync().ConfigureAwait(false);
        var writing = new HashSet<string>(StringComparer.Ordinal);
        while (await rows.ReadAsync().ConfigureAwait(false))
            writing.Add(rows.GetString(0));
        return writing;
    }
}
