using System.Globalization;
using Coordinator.Contracts;
using Coordinator.Participants.Checking;

namespace Coordinator.Participants.Fence;

/// <summary>SQL statements of the fence in each dialect.</summary>
internal sealed record OutcomeSql(TableSet Tables, string InsertCommitted, string InsertRolledBack, OutcomePurgeSql Purge, string LockedDetail)
{
    private const string Committed = "committed";
    private const string RolledBack = "rolled back";

    private static readonly OutcomeSql Sqlite = new(
        Tables: OutcomeTables.Of(SqlDialect.Sqlite),
        InsertCommitted: $"{InsertWithKey} VALUES (@id, '{Committed}', @group, {SqliteNow}, @key, @digest) {OnceWithKey}",
        InsertRolledBack:
            $"{Insert} SELECT @id, '{RolledBack}', @group, {SqliteNow} WHERE @time IS NULL OR @time >= coalesce({PurgeBound.Value}, @time) {Once}",
        Purge: OutcomePurgeSql.Of(SqlDialect.Sqlite),
        LockedDetail: "another transaction holds the writer lock of the database");

    private static readonly OutcomeSql PostgreSql = new(
        Tables: OutcomeTables.Of(SqlDialect.PostgreSql),
        InsertCommitted: InsertAndReadBound($"{InsertWithKey} VALUES (@id, '{Committed}', @group, {PostgreSqlNow}, @key, @digest) {OnceWithKey}"),
        InsertRolledBack: InsertAndReadBound($"{Insert} VALUES (@id, '{RolledBack}', @group, {PostgreSqlNow}) {Once}"),
        Purge: OutcomePurgeSql.Of(SqlDialect.PostgreSql),
        LockedDetail: "a local transaction is open");

    // The database's clock, in Unix milliseconds: one clock for all instances.
    private const string SqliteNow =
        "CAST(strftime('%s', 'now') AS INTEGER) * 1000 + CAST(substr(strftime('%f', 'now'), 4) AS INTEGER)";

    private const string PostgreSqlNow = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    // A crash of the server must not lose an outcome. Only "off" is raised, because no other setting is weaker than "on".
    private const string SynchronousCommit =
        "CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END";

    private const string IsSnapshot = "current_setting('transaction_isolation') IN ('repeatable read', 'serializable')";

    private const string Insert = "INSERT INTO coordinator_outcomes (transaction_id, outcome, producer_group, recorded_ms)";

    private const string Once = "ON CONFLICT (transaction_id) DO NOTHING";

    private const string InsertWithKey =
        "INSERT INTO coordinator_outcomes (transaction_id, outcome, producer_group, recorded_ms, business_key, messages_digest)";

    // The id or the key: whichever row was first is read afterwards.
    private const string OnceWithKey = "ON CONFLICT DO NOTHING";

    public string SelectOutcome { get; } = "SELECT outcome FROM coordinator_outcomes WHERE transaction_id = @id";

    /// <summary>Expression of the database's clock in Unix milliseconds.</summary>
    public static string NowOf(SqlDialect dialect) => dialect.Choose(SqliteNow, PostgreSqlNow);

    public static OutcomeSql Of(SqlDialect dialect) => dialect.Choose(Sqlite, PostgreSql);

    /// <summary>
    /// Lets SQLite itself wait for the lock. It notices a free lock within milliseconds, Microsoft.Data.Sqlite only after 150.
    /// </summary>
    public static string SqliteCheckSettings(TimeSpan lockWait) => string.Create(
        CultureInfo.InvariantCulture,
        $"PRAGMA busy_timeout = {(long)lockWait.TotalMilliseconds}");

    /// <summary>Settings of PostgreSQL for the short transaction of a check.</summary>
    public static string PostgreSqlCheckSettings(TimeSpan lockWait) => string.Create(
        CultureInfo.InvariantCulture,
        $"SET LOCAL lock_timeout = {Math.Max(1, (long)lockWait.TotalMilliseconds)}");

    public static CheckResult Read(TransactionId id, object? outcome) => outcome switch
    {
        Committed => CheckResult.Committed(),
        RolledBack => CheckResult.RolledBack(),
        // The row was deleted between two statements. The next check finds the bound of the purge.
        null => CheckResult.InProgress("the outcome was deleted while it was read"),
        _ => throw new InvalidOperationException($"The outcome of transaction {id} must be committed or rolled back, but is '{outcome}'."),
    };

    // The second statement sees what was committed before it began, unless the transaction has a snapshot.
    private static string InsertAndReadBound(string insert) => $"""
        WITH written AS ({insert} RETURNING 1) SELECT count(*) FROM written;
        SELECT {IsSnapshot}, {PurgeBound.Value}, {SynchronousCommit}
        """;
}
