using Npgsql;
using NpgsqlTypes;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>
/// Runs one statement per group: an insert from arrays, and reads that are joined laterally to an array of ids, which keeps a good
/// plan.
/// </summary>
internal sealed class PostgresEventStore : IEventStore
{
    private readonly NpgsqlDataSource _source;
    private readonly PostgresEventWriter _events;
    private readonly PostgresSnapshotWriter _snapshots;
    private readonly PostgresBoundWriter _bounds;
    private readonly PostgresExpiryWriter _expiry;

    /// <param name="connectionString">Connection string.</param>
    /// <param name="password">Returns the password for a new connection; <c>null</c> for that of the connection string.</param>
    public PostgresEventStore(string connectionString, Func<string?>? password = null)
    {
        _source = Source(connectionString, password);
        _events = new PostgresEventWriter(_source);
        _snapshots = new PostgresSnapshotWriter(_source);
        _bounds = new PostgresBoundWriter(_source);
        _expiry = new PostgresExpiryWriter(_source);
    }

    /// <summary>Two: while one group waits for its flush, the next one is collected and sent.</summary>
    public int WriteParallelism => 2;

    private static NpgsqlDataSource Source(string connectionString, Func<string?>? password)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        var settings = builder.ConnectionStringBuilder;
        (settings.NoResetOnClose, settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (true, 16, 2);
        if (password?.Invoke() is not null)
        {
            settings.Password = null;
            builder.UsePasswordProvider(_ => password()!, (_, _) => ValueTask.FromResult(password()!));
        }

        return builder.Build();
    }

    public async Task WriteAsync(IReadOnlyList<StoreWrite> writes)
    {
        await _events.WriteAsync([.. writes.OfType<EventWrite>()]).ConfigureAwait(false);
        // Delete first, so that no deletion removes a snapshot that was saved after it.
        foreach (var outdated in writes.OfType<SnapshotDelete>())
            await _snapshots.DeleteAsync(outdated).ConfigureAwait(false);
        await _snapshots.SaveAsync([.. writes.OfType<SnapshotWrite>()]).ConfigureAwait(false);
        foreach (var bound in writes.OfType<BoundWrite>())
            await AloneAsync(bound, _bounds.RaiseAsync(bound)).ConfigureAwait(false);
        foreach (var prefix in writes.OfType<PrefixDelete>())
            await AloneAsync(prefix, _bounds.DeleteAsync(prefix)).ConfigureAwait(false);
        foreach (var raise in writes.OfType<ExpiryRaise>())
            await AloneAsync(raise, _expiry.RaiseAsync(raise)).ConfigureAwait(false);
        foreach (var delete in writes.OfType<TransactionDelete>())
            await AloneAsync(delete, _expiry.DeleteAsync(delete)).ConfigureAwait(false);
    }

    public async Task ReadBoundsAsync(IReadOnlyList<BoundsRead> reads)
    {
        await using var command = _source.CreateCommand(
            $"SELECT {BoundsSql.Columns}, {ExpirySql.Below} FROM unnest($1) WITH ORDINALITY AS asked(id, place) ORDER BY asked.place");
        command.AddArray(NpgsqlDbType.Text, reads.Select(read => read.PersistenceId).ToArray());
        await using var rows = await command.ExecuteReaderAsync().ConfigureAwait(false);
        foreach (var read in reads)
        {
            await rows.ReadAsync().ConfigureAwait(false);
            read.Succeed(new EventBounds(rows.GetInt64(0), rows.GetInt64(1), TimedIds.TimeOfLowest(rows.GetString(2))));
        }
    }

    public async Task ReadEventsAsync(IReadOnlyList<EventsRead> reads)
    {
        await using var command = _source.CreateCommand(
            """
            SELECT asked.place, j.sequence_number, j.created, j.message, j.manifest, j.identifier, coalesce(j.writer_uuid, '')
            FROM unnest($1, $2, $3) WITH ORDINALITY AS asked(id, low, high, place)
            CROSS JOIN LATERAL (
              SELECT * FROM journal
              WHERE persistence_id = asked.id AND sequence_number BETWEEN asked.low AND asked.high AND NOT deleted
              ORDER BY sequence_number LIMIT $4) j
            ORDER BY asked.place, j.sequence_number
            """);
        command.AddArray(NpgsqlDbType.Text, reads.Select(read => read.PersistenceId).ToArray());
        command.AddArray(NpgsqlDbType.Bigint, reads.Select(read => read.From).ToArray());
        command.AddArray(NpgsqlDbType.Bigint, reads.Select(read => read.To).ToArray());
        command.Parameters.Add(new NpgsqlParameter { Value = EventsRead.PageSize });

        var answers = reads.Select(_ => new List<StoredEvent>()).ToArray();
        await using (var rows = await command.ExecuteReaderAsync().ConfigureAwait(false))
        {
            var (last, bytes) = (-1, 0L);
            while (await rows.ReadAsync().ConfigureAwait(false))
            {
                var place = (int)rows.GetInt64(0) - 1;
                (last, bytes) = (place, place == last ? bytes : 0);
                // The rest was selected in vain, but does not stay in memory. The reader asks for fewer the next time.
                if (bytes >= reads[place].MaxBytes)
                    continue;
                answers[place].Add(new StoredEvent(
                    reads[place].PersistenceId,
                    rows.GetInt64(1),
                    rows.GetInt64(2),
                    rows.GetFieldValue<byte[]>(3),
                    rows.GetString(4),
                    rows.GetInt32(5),
                    rows.GetString(6)));
                bytes += answers[place][^1].Message.Length;
            }
        }

        for (var place = 0; place < answers.Length; place++)
            reads[place].Succeed(answers[place]);
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>Lets a deletion fail alone. It is repeated later, and must not fail the writes of its group.</summary>
    private static async Task AloneAsync(StoreWrite write, Task written)
    {
        try
        {
            await written.ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is NpgsqlException or TimeoutException)
        {
            write.Fail(cause);
        }
    }
}
