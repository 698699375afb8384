using Npgsql;
using NpgsqlTypes;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>
/// Runs one statement per group: an insert from arrays, and reads that are joined laterally to an array of ids, which keeps a good
/// plan.
/// </summary>
/// <param name="connectionString">Connection string.</param>
/// <param name="password">Returns the password for a new connection; <c>null</c> for that of the connection string.</param>
internal sealed class PostgresEventStore(string connectionString, Func<string?>? password = null) : IEventStore
{
    private readonly NpgsqlDataSource _source = Source(connectionString, password);

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
        await InsertAsync([.. writes.OfType<JournalWrite>()]).ConfigureAwait(false);
        // Delete first, so that no deletion removes a snapshot that was saved after it.
        foreach (var outdated in writes.OfType<SnapshotDelete>())
            await DeleteAsync(outdated).ConfigureAwait(false);
        await SaveAsync([.. writes.OfType<SnapshotWrite>()]).ConfigureAwait(false);
    }

    public async Task ReadHighestAsync(IReadOnlyList<HighestRead> reads)
    {
        await using var command = _source.CreateCommand(
            """
            SELECT coalesce((SELECT max(j.sequence_number) FROM journal j WHERE j.persistence_id = asked.id), 0)
            FROM unnest($1) WITH ORDINALITY AS asked(id, place) ORDER BY asked.place
            """);
        Add(command, NpgsqlDbType.Text, reads.Select(read => read.PersistenceId).ToArray());
        await using var rows = await command.ExecuteReaderAsync().ConfigureAwait(false);
        foreach (var read in reads)
        {
            await rows.ReadAsync().ConfigureAwait(false);
            read.Succeed(rows.GetInt64(0));
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
        Add(command, NpgsqlDbType.Text, reads.Select(read => read.PersistenceId).ToArray());
        Add(command, NpgsqlDbType.Bigint, reads.Select(read => read.From).ToArray());
        Add(command, NpgsqlDbType.Bigint, reads.Select(read => read.To).ToArray());
        command.Parameters.Add(new NpgsqlParameter { Value = EventsRead.PageSize });

        var answers = reads.Select(_ => new List<StoredEvent>()).ToArray();
        await using (var rows = await command.ExecuteReaderAsync().ConfigureAwait(false))
        {
            while (await rows.ReadAsync().ConfigureAwait(false))
            {
                var place = (int)rows.GetInt64(0) - 1;
                answers[place].Add(new StoredEvent(
                    reads[place].PersistenceId,
                    rows.GetInt64(1),
                    rows.GetInt64(2),
                    rows.GetFieldValue<byte[]>(3),
                    rows.GetString(4),
                    rows.GetInt32(5),
                    rows.GetString(6)));
            }
        }

        for (var place = 0; place < answers.Length; place++)
            reads[place].Succeed(answers[place]);
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task InsertAsync(JournalWrite[] writes)
    {
        if (writes.Length == 0)
            return;
        try
        {
            await InsertAsync(new JournalColumns(writes)).ConfigureAwait(false);
            // These events are durable, even if the rest of the group fails.
            foreach (var write in writes)
                write.Succeed();
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Nothing of the group is stored, because one of its writers is stale. Halving the group finds that writer in a few statements.
            if (writes.Length == 1)
            {
                writes[0].RefuseDuplicate();
                return;
            }

            var half = writes.Length / 2;
            await InsertAsync(writes[..half]).ConfigureAwait(false);
            await InsertAsync(writes[half..]).ConfigureAwait(false);
        }
    }

    private async Task InsertAsync(JournalColumns columns)
    {
        await using var command = _source.CreateCommand(
            """
            INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
            SELECT created, false, persistence_id, sequence_number, message, manifest, identifier, writer_uuid
            FROM unnest($1, $2, $3, $4, $5, $6, $7)
              AS new(created, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
            """);
        Add(command, NpgsqlDbType.Bigint, columns.Created);
        Add(command, NpgsqlDbType.Text, columns.PersistenceIds);
        Add(command, NpgsqlDbType.Bigint, columns.SequenceNumbers);
        Add(command, NpgsqlDbType.Bytea, columns.Messages);
        Add(command, NpgsqlDbType.Text, columns.Manifests);
        Add(command, NpgsqlDbType.Integer, columns.Serializers);
        Add(command, NpgsqlDbType.Text, columns.WriterUuids);
        var stored = await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        if (stored != columns.Created.Length)
            throw new InvalidOperationException($"PostgreSQL stored {stored} of {columns.Created.Length} rows. Remove triggers and rules from the table journal.");
    }

    private async Task SaveAsync(SnapshotWrite[] writes)
    {
        if (writes.Length == 0)
            return;
        // One statement must not write a row twice, so keep only the last save of each row.
        var rows = writes.GroupBy(write => (write.PersistenceId, write.SequenceNumber)).Select(same => same.Last()).ToArray();
        await using var command = _source.CreateCommand(
            """
            INSERT INTO snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6)
            ON CONFLICT (persistence_id, sequence_number) DO UPDATE SET
              created = excluded.created, snapshot = excluded.snapshot, manifest = excluded.manifest, serializer_id = excluded.serializer_id
            """);
        Add(command, NpgsqlDbType.Text, Array.ConvertAll(rows, row => row.PersistenceId));
        Add(command, NpgsqlDbType.Bigint, Array.ConvertAll(rows, row => row.SequenceNumber));
        Add(command, NpgsqlDbType.Bigint, Array.ConvertAll(rows, row => row.Created));
        Add(command, NpgsqlDbType.Bytea, Array.ConvertAll(rows, row => row.Snapshot));
        Add(command, NpgsqlDbType.Text, Array.ConvertAll(rows, row => row.Manifest));
        Add(command, NpgsqlDbType.Integer, Array.ConvertAll(rows, row => row.Serializer));
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    private async Task DeleteAsync(SnapshotDelete outdated)
    {
        await using var command = _source.CreateCommand(
            "DELETE FROM snapshot WHERE persistence_id = $1 AND sequence_number BETWEEN $2 AND $3 AND created BETWEEN $4 AND $5");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = outdated.PersistenceId });
        foreach (var bound in (long[])[outdated.SequenceNumbers.From, outdated.SequenceNumbers.To, outdated.Created.From, outdated.Created.To])
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = bound });
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    private static void Add<TElement>(NpgsqlCommand command, NpgsqlDbType element, TElement[] values) =>
        command.Parameters.Add(new NpgsqlParameter<TElement[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | element });
}
