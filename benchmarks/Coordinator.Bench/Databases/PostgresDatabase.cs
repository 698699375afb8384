using Coordinator.Bench.Filling;
using Coordinator.Bench.Floors;
using Coordinator.Bench.Processes;
using Npgsql;

namespace Coordinator.Bench.Databases;

/// <summary>A database on the PostgreSQL server of the bench.</summary>
/// <param name="server">Process id of the server.</param>
/// <param name="connectionString">The database.</param>
internal sealed class PostgresDatabase(int server, string connectionString) : IBenchDatabase
{
    private const string UsageSql = """
        SELECT d.xact_commit, d.tup_inserted, w.wal_bytes::bigint, w.wal_sync
        FROM pg_stat_database d, pg_stat_wal w WHERE d.datname = current_database()
        """;

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    public IReadOnlyDictionary<string, string> CoordinatorOptions =>
        new Dictionary<string, string> { ["postgres"] = connectionString };

    public async Task<DatabaseUsage> UsageAsync(int coordinator, CancellationToken ct)
    {
        var cpu = ProcessUsage.CpuWithChildren(server);
        await using var connection = await _source.OpenConnectionAsync(ct);
        var counted = await connection.QueryAsync(
            UsageSql, row => new DatabaseUsage(cpu, row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)), ct);
        return counted.Single();
    }

    public async Task<DatabaseSize> SizeAsync(CancellationToken ct)
    {
        await using var connection = await _source.OpenConnectionAsync(ct);
        var sizes = await connection.QueryAsync(
            "SELECT (SELECT count(*) FROM journal) + (SELECT count(*) FROM snapshot), pg_database_size(current_database())",
            row => new DatabaseSize(row.GetInt64(0), row.GetInt64(1)), ct);
        return sizes.Single();
    }

    public async Task<long> LastOrderingAsync(CancellationToken ct)
    {
        await using var connection = await _source.OpenConnectionAsync(ct);
        return await connection.LastOrderingAsync(ct);
    }

    public async Task<bool> HasRowsAsync(long after, long upTo, CancellationToken ct)
    {
        await using var connection = await _source.OpenConnectionAsync(ct);
        return await connection.HasRowsAsync(after, upTo, ct);
    }

    public async Task<long> OpenTransactionsAsync(CancellationToken ct)
    {
        await using var connection = await _source.OpenConnectionAsync(ct);
        return await connection.CountOpenTransactionsAsync(ct);
    }

    public async Task<IReadOnlyList<RowShape>> ShapeAsync(CancellationToken ct)
    {
        await using var connection = await _source.OpenConnectionAsync(ct);
        return await RowShape.ReadAsync(connection, ct);
    }

    public Task<IJournalWriter> OpenJournalAsync(CancellationToken ct) =>
        Task.FromResult<IJournalWriter>(new PostgresJournalWriter(_source));

    public async Task<IFloorStore> OpenFloorAsync(IReadOnlyList<RowShape> shape, CancellationToken ct)
    {
        await using var connection = await _source.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(
            $"DROP TABLE IF EXISTS {PostgresFloor.Table}; CREATE TABLE {PostgresFloor.Table} (LIKE journal INCLUDING ALL)", ct);
        return new PostgresFloor(_source, shape);
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
