using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace Coordinator.Bench.Floors;

/// <summary>Writes each batch with one binary COPY.</summary>
internal sealed class PostgresFloor(NpgsqlDataSource source, IReadOnlyList<RowShape> shape) : IFloorStore
{
    public const string Table = "floor_journal";

    private readonly FloorRows _rows = new(shape);

    public int Parallelism => 2;

    public async Task WriteAsync(IReadOnlyList<long> transactions)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync(
            $"COPY {Table} ({FloorRows.Columns}) FROM STDIN (FORMAT BINARY)");
        var created = Stopwatch.GetTimestamp();
        foreach (var transaction in transactions)
        {
            for (var row = 0; row < _rows.Count; row++)
                await WriteAsync(copy, created, row, transaction);
        }

        await copy.CompleteAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task WriteAsync(NpgsqlBinaryImporter copy, long created, int row, long transaction)
    {
        var (persistenceId, sequenceNumber) = _rows.Key(row, transaction);
        await copy.StartRowAsync();
        await copy.WriteAsync(created, NpgsqlDbType.Bigint);
        await copy.WriteAsync(false, NpgsqlDbType.Boolean);
        await copy.WriteAsync(persistenceId, NpgsqlDbType.Text);
        await copy.WriteAsync(sequenceNumber, NpgsqlDbType.Bigint);
        await copy.WriteAsync(_rows.Message(row), NpgsqlDbType.Bytea);
        await copy.WriteAsync(_rows.Manifest(row), NpgsqlDbType.Text);
        await copy.WriteAsync(FloorRows.Serializer, NpgsqlDbType.Integer);
        await copy.WriteAsync(_rows.WriterUuid, NpgsqlDbType.Text);
    }
}
