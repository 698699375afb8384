using System.Data;
using System.Data.Common;
using Coordinator.Contracts;

namespace Coordinator.Participants.Fence;

/// <summary>
/// Bound below which the outcomes of a producer group are purged: a time in ids, in the row of the group in <c>coordinator_purge_bounds</c>.
/// It is committed before the first outcome goes. From then on nobody writes an outcome below it.
/// </summary>
/// <remarks>
/// A writer inserts its outcome first and reads the bound afterwards. When the insert did not find a purged outcome, the bound that it was
/// purged by stood before, and the writer sees it. Under REPEATABLE READ and SERIALIZABLE, PostgreSQL would read the bound as it was when
/// the transaction began. There the row is locked instead, which fails with SQLSTATE 40001 when the bound has changed since.
/// </remarks>
internal sealed class PurgeBound(SqlDialect dialect, ProducerGroup? group)
{
    /// <summary>Expression that is the bound of the group <c>@group_name</c>; null when nothing was purged.</summary>
    public const string Value = $"({Select})";

    private const string Select =
        "SELECT bound FROM coordinator_purge_bounds WHERE name = 'outcomes' AND group_name = @group_name AND topic = '' AND queue = 0 AND epoch = 0";

    private const string Lock = $"{Select} FOR SHARE";

    private const string Raise = """
        INSERT INTO coordinator_purge_bounds (name, group_name, bound) VALUES ('outcomes', @group_name, @bound)
        ON CONFLICT (name, group_name, topic, queue, epoch) DO UPDATE SET bound = excluded.bound
        WHERE coordinator_purge_bounds.bound < excluded.bound
        """;

    // Local transactions at REPEATABLE READ hold the row. A purge that waits for them is worth less than its connection.
    private const string ShortWait = "SET LOCAL lock_timeout = 1000; ";

    // Fails with 40001 when another transaction has made the row since this one began.
    private const string Make =
        "INSERT INTO coordinator_purge_bounds (name, group_name, bound) VALUES ('outcomes', @group_name, 0) ON CONFLICT DO NOTHING";

    /// <summary>Parameter of the statements.</summary>
    public (string Name, object Value) Group { get; } = ("@group_name", group is { } known ? known.Value : "");

    /// <summary>True when an outcome of this id may be purged, so that none may be written any more.</summary>
    /// <param name="id">The transaction. The caller's own ids have no time, and their outcomes are never purged.</param>
    /// <param name="bound">The bound as the database returned it.</param>
    public static bool Covers(TransactionId id, object? bound) => bound is long before && Watermark.TimeOf(id) is { } time && time < before;

    /// <summary>
    /// Reads the bound within a transaction, after its outcome was inserted. On SQLite the insert took the writer lock. On PostgreSQL the
    /// transaction has a snapshot, without which the insert itself returns the bound.
    /// </summary>
    /// <exception cref="DbException">Among others 40001: the bound has changed since the transaction began.</exception>
    public async Task<object?> ReadAsync(DbTransaction transaction, CancellationToken ct)
    {
        if (dialect == SqlDialect.Sqlite)
            return await ScalarAsync(Select);
        if (await ScalarAsync(Lock) is { } locked)
            return locked;
        await using (var make = transaction.Statement(Make, Group))
            await make.ExecuteNonQueryAsync(ct);
        return await ScalarAsync(Lock);

        async Task<object?> ScalarAsync(string sql)
        {
            await using var select = transaction.Statement(sql, Group);
            return await select.ExecuteScalarAsync(ct);
        }
    }

    /// <summary>Makes the row of the bound unless it exists. A transaction with a snapshot must find it there.</summary>
    public async Task EnsureAsync(DbConnection connection, CancellationToken ct)
    {
        await using (var select = connection.Statement(Select, null, Group))
        {
            if (await select.ExecuteScalarAsync(ct) is long)
                return;
        }

        await using var make = connection.Statement(Make, null, Group);
        await make.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Reads the bound and the clock of the database, both in Unix milliseconds.</summary>
    public async Task<(long Bound, long Now)> ReadAsync(DbConnection connection, TableSet tables, CancellationToken ct)
    {
        await using var select = connection.Statement($"SELECT coalesce({Value}, 0), {OutcomeSql.NowOf(dialect)}", null, Group);
        return await select.ExecuteWriteAsync(tables, ReadRowAsync, ct);

        async Task<(long, long)> ReadRowAsync()
        {
            await using var row = await select.ExecuteReaderAsync(ct);
            await row.ReadAsync(ct);
            return (row.GetInt64(0), row.GetInt64(1));
        }
    }

    /// <summary>Raises the bound, and commits it. A lower one than stands changes nothing.</summary>
    /// <exception cref="DbException">Among others a lock that local transactions hold for long.</exception>
    public async Task RaiseAsync(DbConnection connection, long before, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        await using (var raise = transaction.Statement(dialect.Choose("", ShortWait) + Raise, Group, ("@bound", before)))
            await raise.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
