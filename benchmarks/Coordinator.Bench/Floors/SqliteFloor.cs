using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Coordinator.Bench.Floors;

/// <summary>Writes each batch with one commit, and the rows of each transaction with one prepared insert.</summary>
internal sealed class SqliteFloor : IFloorStore
{
    private readonly FloorRows _rows;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;

    public SqliteFloor(SqliteConnection connection, IReadOnlyList<RowShape> shape)
    {
        _rows = new FloorRows(shape);
        _connection = connection;
        _insert = connection.CreateCommand();
        var values = string.Join(", ", Enumerable.Range(0, _rows.Count).Select(Values));
        _insert.CommandText = $"INSERT INTO journal ({FloorRows.Columns}) VALUES {values}";
        Add("$created", SqliteType.Integer);
        Add("$writer", SqliteType.Text).Value = _rows.WriterUuid;
        for (var row = 0; row < _rows.Count; row++)
        {
            Add(Name("$key", row), SqliteType.Text);
            Add(Name("$number", row), SqliteType.Integer);
            Add(Name("$message", row), SqliteType.Blob).Value = _rows.Message(row);
            Add(Name("$manifest", row), SqliteType.Text).Value = _rows.Manifest(row);
        }

        _insert.Prepare();
    }

    public int Parallelism => 1;

    public Task WriteAsync(IReadOnlyList<long> transactions)
    {
        using var batch = _connection.BeginTransaction();
        _insert.Transaction = batch;
        _insert.Parameters["$created"].Value = Stopwatch.GetTimestamp();
        foreach (var transaction in transactions)
            Insert(transaction);
        batch.Commit();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _insert.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private void Insert(long transaction)
    {
        const int before = 2;
        const int perRow = 4;
        for (var row = 0; row < _rows.Count; row++)
        {
            var (persistenceId, sequenceNumber) = _rows.Key(row, transaction);
            _insert.Parameters[before + (row * perRow)].Value = persistenceId;
            _insert.Parameters[before + (row * perRow) + 1].Value = sequenceNumber;
        }

        _insert.ExecuteNonQuery();
    }

    private static string Values(int row) => string.Create(
        CultureInfo.InvariantCulture,
        $"($created, 0, $key{row}, $number{row}, $message{row}, $manifest{row}, {FloorRows.Serializer}, $writer)");

    private static string Name(string name, int row) => string.Create(CultureInfo.InvariantCulture, $"{name}{row}");

    private SqliteParameter Add(string name, SqliteType type) => _insert.Parameters.Add(name, type);
}
