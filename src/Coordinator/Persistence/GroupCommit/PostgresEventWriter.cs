using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>Writes the events of a group in one statement. Further statements follow only when a sequence number is taken.</summary>
internal sealed class PostgresEventWriter(NpgsqlDataSource source)
{
    private const string Columns = "created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid";

    /// <summary>
    /// Join that gives an event twice whose number was taken by one that is deleted, or whose id is expired. So it collides, as it would with the
    /// event itself. Otherwise a stale writer could number events again that others have read, or begin a transaction again that has ended.
    /// </summary>
    private const string TwiceBelowBound = $"""
        CROSS JOIN LATERAL (
          SELECT 1 UNION ALL
          SELECT 1 FROM coordinator_journal_bounds b WHERE b.persistence_id = new.persistence_id AND b.next > new.sequence_number UNION ALL
          SELECT 1 WHERE {ExpirySql.IsExpiredOnPostgres}) AS copies
        """;

    public async Task WriteAsync(EventWrite[] writes)
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
        catch (PostgresException error) when (writes.Length > 1 && IsCollision(error))
        {
            // Nothing of the group is stored, because one of its writers is stale. Halving the group finds that writer in a few statements.
            var half = writes.Length / 2;
            await WriteAsync(writes[..half]).ConfigureAwait(false);
            await WriteAsync(writes[half..]).ConfigureAwait(false);
        }
        catch (PostgresException error) when (IsCollision(error))
        {
            await WriteAloneAsync(writes[0], error).ConfigureAwait(false);
        }
    }

    /// <summary>Stores what can be stored of a write that collided with another. It fails no write but this one.</summary>
    private async Task WriteAloneAsync(EventWrite write, PostgresException collision)
    {
        try
        {
            if (write is LogWrite log && log.Appends.Any(append => append.Companion is not null))
            {
                await AppendNewAsync(log).ConfigureAwait(false);
                // Without an entry nothing collides, so ask whether this copy of the log is stale. The statement above would not see its own rival.
                if (log.IsRefusedWhole && await HighestAsync(log.PersistenceId).ConfigureAwait(false) > log.After)
                    log.RefuseDuplicate();
                else
                    log.Succeed();
                return;
            }
        }
        catch (PostgresException again) when (IsCollision(again))
        {
            collision = again;
        }

        if (collision.SqlState is PostgresErrorCodes.UniqueViolation)
            write.RefuseDuplicate();
        else
            write.Fail(collision);
    }

    private async Task<long> HighestAsync(string persistenceId)
    {
        await using var command = source.CreateCommand($"SELECT {BoundsSql.Columns} FROM (SELECT $1 AS id) AS asked");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = persistenceId });
        await using var rows = await command.ExecuteReaderAsync().ConfigureAwait(false);
        await rows.ReadAsync().ConfigureAwait(false);
        return rows.GetInt64(1);
    }

    private async Task InsertAsync(JournalColumns columns)
    {
        await using var command = source.CreateCommand(
            $"""
            INSERT INTO journal ({Columns})
            SELECT created, false, persistence_id, sequence_number, message, manifest, identifier, writer_uuid
            FROM unnest($1, $2, $3, $4, $5, $6, $7)
              AS new(created, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
            {TwiceBelowBound}
            """);
        Add(command, columns);
        Require(columns.Created.Length, await command.ExecuteNonQueryAsync().ConfigureAwait(false));
    }

    /// <summary>
    /// Stores the companions that are new, and only their entries, which are numbered in their order. One statement, so that no other write
    /// comes between.
    /// </summary>
    private async Task AppendNewAsync(LogWrite log)
    {
        var companions = new List<StoredEvent>();
        var entries = new List<StoredEvent>();
        var companionOf = new List<string?>();
        foreach (var append in log.Appends)
        {
            if (append.Companion is { } companion)
                companions.Add(companion);
            entries.AddRange(append.Entries);
            companionOf.AddRange(append.Entries.Select(_ => append.Companion is { } own ? NameOf(own) : null));
        }

        await using var command = source.CreateCommand(
            $"""
            WITH companions AS (
              INSERT INTO journal ({Columns})
              SELECT created, false, persistence_id, sequence_number, message, manifest, identifier, writer_uuid
              FROM unnest($1, $2, $3, $4, $5, $6, $7)
                AS new(created, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
              WHERE NOT EXISTS (
                SELECT 1 FROM coordinator_journal_bounds b WHERE b.persistence_id = new.persistence_id AND b.next > new.sequence_number)
                AND NOT ({ExpirySql.IsExpiredOnPostgres})
              ON CONFLICT DO NOTHING RETURNING persistence_id || ' ' || sequence_number AS name),
            entries AS (
              INSERT INTO journal ({Columns})
              SELECT created, false, persistence_id, sequence_number, message, manifest, identifier, writer_uuid
              FROM (
                SELECT created, persistence_id, $16 + row_number() OVER (ORDER BY place) AS sequence_number, message, manifest, identifier,
                  writer_uuid
                FROM unnest($8, $9, $10, $11, $12, $13, $14, $15) WITH ORDINALITY
                  AS sent(created, persistence_id, number, message, manifest, identifier, writer_uuid, companion, place)
                WHERE companion IS NULL OR companion IN (SELECT name FROM companions)) AS new
              {TwiceBelowBound}
              RETURNING 1)
            SELECT ARRAY(SELECT name FROM companions), (SELECT count(*) FROM entries)
            """);
        Add(command, new JournalColumns(companions));
        Add(command, new JournalColumns(entries));
        command.AddArray(NpgsqlDbType.Text, companionOf.ToArray());
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = log.After });

        await using var rows = await command.ExecuteReaderAsync().ConfigureAwait(false);
        await rows.ReadAsync().ConfigureAwait(false);
        var stored = rows.GetFieldValue<string[]>(0).ToHashSet(StringComparer.Ordinal);
        var sent = 0;
        for (var place = 0; place < log.Appends.Count; place++)
        {
            var append = log.Appends[place];
            if (append.Companion is { } companion && !stored.Contains(NameOf(companion)))
                log.Refuse(place);
            else
                sent += append.Entries.Count;
        }

        Require(sent, rows.GetInt64(1));
    }

    /// <summary>True when two writers want the same sequence numbers, in which case nothing of the statement is stored.</summary>
    private static bool IsCollision(PostgresException error) =>
        error.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected;

    private static void Add(NpgsqlCommand command, JournalColumns columns)
    {
        command.AddArray(NpgsqlDbType.Bigint, columns.Created);
        command.AddArray(NpgsqlDbType.Text, columns.PersistenceIds);
        command.AddArray(NpgsqlDbType.Bigint, columns.SequenceNumbers);
        command.AddArray(NpgsqlDbType.Bytea, columns.Messages);
        command.AddArray(NpgsqlDbType.Text, columns.Manifests);
        command.AddArray(NpgsqlDbType.Integer, columns.Serializers);
        command.AddArray(NpgsqlDbType.Text, columns.WriterUuids);
    }

    private static string NameOf(in StoredEvent companion) =>
        string.Create(CultureInfo.InvariantCulture, $"{companion.PersistenceId} {companion.SequenceNumber}");

    private static void Require(int sent, long stored)
    {
        if (stored != sent)
            throw new InvalidOperationException($"PostgreSQL stored {stored} of {sent} rows. Remove triggers and rules from the table journal.");
    }
}
