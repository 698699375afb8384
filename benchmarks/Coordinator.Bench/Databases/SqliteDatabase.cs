using Coordinator.Bench.Filling;
using Coordinator.Bench.Floors;
using Coordinator.Bench.Processes;
using Microsoft.Data.Sqlite;

namespace Coordinator.Bench.Databases;

/// <summary>Embedded SQLite database of the coordinator.</summary>
internal sealed class SqliteDatabase(string directory) : IBenchDatabase
{
    private const string Journal = "coordinator.db";

    // Rows are only ever appended, so the last assigned number is their count.
    private const string RowsSql = "SELECT seq FROM sqlite_sequence WHERE name = 'journal'";

    private const string SchemaSql =
        "SELECT sql FROM sqlite_master WHERE tbl_name = 'journal' AND sql IS NOT NULL ORDER BY type DESC";

    public IReadOnlyDictionary<string, string> CoordinatorOptions => new Dictionary<string, string>();

    public async Task<DatabaseUsage> UsageAsync(int coordinator, CancellationToken ct)
    {
        await using var connection = await OpenAsync(Journal, ct);
        var rows = await connection.QueryAsync(RowsSql, row => row.GetInt64(0), ct);
        return new DatabaseUsage(
            Statements: SqliteWalIndex.Commits(Path.Combine(directory, Journal)),
            Rows: rows.Sum(),
            WrittenBytes: ProcessUsage.WrittenBytes(coordinator));
    }

    public async Task<DatabaseSize> SizeAsync(CancellationToken ct)
    {
        await using var connection = await OpenAsync(Journal, ct);
        var rows = await connection.QueryAsync("SELECT (SELECT count(*) FROM journal) + (SELECT count(*) FROM snapshot)", row => row.GetInt64(0), ct);
        return new DatabaseSize(rows.Single(), new FileInfo(Path.Combine(directory, Journal)).Length);
    }

    public async Task<long> LastOrderingAsync(CancellationToken ct)
    {
        await using var connection = await OpenAsync(Journal, ct);
        return await connection.LastOrderingAsync(ct);
    }

    public async Task<bool> HasRowsAsync(long after, long upTo, CancellationToken ct)
    {
        await using var connection = await OpenAsync(Journal, ct);
        return await connection.HasRowsAsync(after, upTo, ct);
    }

    public async Task<long> OpenTransactionsAsync(CancellationToken ct)
    {
        await using var connection = await OpenAsync(Journal, ct);
        return await connection.CountOpenTransactionsAsync(ct);
    }

    public async Task<IReadOnlyList<RowShape>> ShapeAsync(CancellationToken ct)
    {
        await using var connection = await OpenAsync(Journal, ct);
        return await RowShape.ReadAsync(connection, ct);
    }

    public async Task<IJournalWriter> OpenJournalAsync(CancellationToken ct) =>
        new SqliteJournalWriter(await OpenAsync(Journal, ct));

    public async Task<IFloorStore> OpenFloorAsync(IReadOnlyList<RowShape> shape, CancellationToken ct)
    {
        List<string> schema;
        await using (var journal = await OpenAsync(Journal, ct))
            schema = await journal.QueryAsync(SchemaSql, row => row.GetString(0), ct);
        foreach (var old in Directory.GetFiles(directory, "floor.db*"))
            File.Delete(old);
        var floor = await OpenAsync("floor.db", ct);
        await floor.ExecuteAsync("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", ct);
        foreach (var statement in schema)
            await floor.ExecuteAsync(statement, ct);
        return new SqliteFloor(floor, shape);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<SqliteConnection> OpenAsync(string file, CancellationToken ct)
    {
        var name = new SqliteConnectionStringBuilder { DataSource = Path.Combine(directory, file), Pooling = false };
        var connection = new SqliteConnection(name.ConnectionString);
        await connection.OpenAsync(ct);
        return connection;
    }
}
