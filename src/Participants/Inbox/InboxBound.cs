using System.Data;
using System.Data.Common;
using System.Globalization;
using Coordinator.Contracts;
using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Inbox;

/// <summary>
/// Bound below which the inbox rows of a group and a queue are purged, in <c>coordinator_purge_bounds</c>. It is committed before the first row
/// goes. From then on a delivery below it, which is not excepted, is one that was settled.
/// </summary>
/// <remarks>
/// A delivery inserts its row first and reads the bound afterwards. When the insert did not find a purged row, the bound that it was purged by
/// stood before, and the delivery sees it. Under REPEATABLE READ and SERIALIZABLE, PostgreSQL would read the bound as it was when the
/// transaction began. There the row is locked instead, which fails with SQLSTATE 40001 when the bound has changed since.
/// </remarks>
internal static class InboxBound
{
    private const string Of = "name = 'inbox' AND group_name = @group AND topic = @topic AND queue = @queue AND epoch = @epoch";

    // True when the delivery is below the bound and not excepted; no row when there is no bound.
    private const string SqliteCovers =
        $"SELECT @offset < bound AND NOT EXISTS (SELECT 1 FROM json_each(excepted) WHERE value = @offset) FROM coordinator_purge_bounds WHERE {Of}";

    private const string PostgreSqlCovers =
        $"SELECT @offset < bound AND NOT (CASE WHEN @offset < bound THEN excepted::jsonb @> to_jsonb(@offset) END) FROM coordinator_purge_bounds WHERE {Of}";

    private const string IsSnapshot = "current_setting('transaction_isolation') IN ('repeatable read', 'serializable')";

    private const string Lock = $"{PostgreSqlCovers} FOR SHARE";

    private const string Select = $"SELECT bound, excepted FROM coordinator_purge_bounds WHERE {Of}";

    private const string Insert = "INSERT INTO coordinator_purge_bounds (name, group_name, topic, queue, epoch, bound)";

    // Fails with 40001 when another transaction has made the row since this one began.
    private const string Make = $"{Insert} VALUES ('inbox', @group, @topic, @queue, @epoch, 0) ON CONFLICT DO NOTHING";

    private const string Update = $"UPDATE coordinator_purge_bounds SET bound = @bound, excepted = @excepted WHERE {Of}";

    // Handlers at REPEATABLE READ hold the row. A purge that waits for them is worth less than its connection.
    private const string ShortWait = "SET LOCAL lock_timeout = 1000";

    /// <summary>Query for the isolation and the bound of PostgreSQL, in one row, to follow an insert at once.</summary>
    public const string ReadOnPostgreSql = $"SELECT {IsSnapshot}, ({PostgreSqlCovers})";

    /// <summary>Parameters that name the bound.</summary>
    public static (string Name, object Value)[] Parameters(ConsumerGroup group, QueueId queue, long epoch) =>
        [("@group", group.Value), ("@topic", queue.Topic.Value), ("@queue", queue.Number), ("@epoch", epoch)];

    /// <summary>
    /// Returns true when a delivery whose row was inserted is below the bound. On SQLite the insert took the writer lock. On PostgreSQL the
    /// transaction has a snapshot.
    /// </summary>
    /// <exception cref="DbException">Among others 40001: the bound has changed since the transaction began.</exception>
    public static async Task<bool> CoversAsync(SqlDialect dialect, DbTransaction transaction, (string Name, object Value)[] delivery, CancellationToken ct)
    {
        if (dialect == SqlDialect.Sqlite)
            return await ScalarAsync(SqliteCovers) is 1L;
        if (await ScalarAsync(Lock) is { } locked)
            return locked is true;
        await using (var make = transaction.Statement(Make, delivery))
            await make.ExecuteNonQueryAsync(ct);
        return await ScalarAsync(Lock) is true;

        async Task<object?> ScalarAsync(string sql)
        {
            await using var select = transaction.Statement(sql, delivery);
            return await select.ExecuteScalarAsync(ct);
        }
    }

    /// <summary>Joins the bound with what the coordinator tells, and commits it. Returns what stands then.</summary>
    /// <exception cref="DbException">Among others a lock that handlers hold for long.</exception>
    public static async Task<DeliveryBound> RaiseAsync(SqlDialect dialect, TableSet tables, DbConnection connection, SettledDeliveries told, CancellationToken ct)
    {
        var of = Parameters(told.Group, told.Queue, told.Epoch);
        if (await ReadAsync(Select, null) is { } stands && stands.IsSame(stands.Join(told)))
            return stands;
        // SQLite: it begins with the writer lock. PostgreSQL: the row is locked, and read as it is then.
        await using var transaction = await connection.BeginTransactionAsync(
            dialect == SqlDialect.Sqlite ? IsolationLevel.Serializable : IsolationLevel.ReadCommitted, ct);
        if (dialect == SqlDialect.PostgreSql)
            await ExecuteAsync(ShortWait);
        await ExecuteAsync(Make, of);
        var before = await ReadAsync(dialect.Choose(Select, $"{Select} FOR UPDATE"), transaction);
        var joined = (before ?? DeliveryBound.None).Join(told);
        await ExecuteAsync(Update, [.. of, ("@bound", joined.Before), ("@excepted", joined.ExceptText())]);
        await transaction.CommitAsync(ct);
        return joined;

        async Task ExecuteAsync(string sql, params (string, object)[] parameters)
        {
            await using var statement = connection.Statement(sql, transaction, parameters);
            await statement.ExecuteNonQueryAsync(ct);
        }

        async Task<DeliveryBound?> ReadAsync(string sql, DbTransaction? within)
        {
            await using var select = connection.Statement(sql, within, of);
            return await select.ExecuteWriteAsync(tables, async () =>
            {
                await using var row = await select.ExecuteReaderAsync(ct);
                return await row.ReadAsync(ct) ? DeliveryBound.Read(Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture), row.GetString(1)) : null;
            }, ct);
        }
    }
}
