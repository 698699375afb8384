using Npgsql;
using NpgsqlTypes;

namespace Coordinator.Bench.Filling;

internal sealed class PostgresJournalWriter(NpgsqlDataSource source) : IJournalWriter
{
    public async Task<JournalTemplate> TemplateAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        return await JournalTemplate.ReadAsync(connection, ct);
    }

    public async Task WriteAsync(IReadOnlyList<JournalRow> rows, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var copy = await connection.BeginBinaryImportAsync(
            $"COPY journal ({JournalRow.Columns}) FROM STDIN (FORMAT BINARY)", ct);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(row.Created, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(false, NpgsqlDbType.Boolean, ct);
            await copy.WriteAsync(row.PersistenceId, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.SequenceNumber, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(row.Message, NpgsqlDbType.Bytea, ct);
            await copy.WriteAsync(row.Manifest, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.Serializer, NpgsqlDbType.Integer, ct);
            await copy.WriteAsync(row.Writer, NpgsqlDbType.Text, ct);
        }

        await copy.CompleteAsync(ct);
    }

    public async Task SettleAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = "VACUUM (ANALYZE) journal";
        await command.ExecuteNonQueryAsync(ct);
        command.CommandText = "CHECKPOINT";
        await command.ExecuteNonQueryAsync(ct);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
