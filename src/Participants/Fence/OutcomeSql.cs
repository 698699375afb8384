using System.Globalization;
using Coordinator.Contracts;
using Coordinator.Participants.Checking;

namespace Coordinator.Participants.Fence;

/// <summary>SQL statements of the fence in each dialect.</summary>
internal sealed record OutcomeSql(string Ddl, string InsertCommitted, string DeleteBelow, string LockedDetail)
{
    private const string Committed = "committed";
    private const string RolledBack = "rolled back";

    private static readonly OutcomeSql Sqlite = new(
        Ddl: """
            CREATE TABLE IF NOT EXISTS coordinator_outcomes (
              transaction_id TEXT NOT NULL PRIMARY KEY,
              outcome        TEXT NOT NULL CHECK (outcome IN ('committed', 'rolled back')),
              recorded_at    TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
            ) WITHOUT ROWID;
            """,
        InsertCommitted: InsertOf(Committed),
        DeleteBelow: $"""
            DELETE FROM coordinator_outcomes WHERE transaction_id IN (
              SELECT transaction_id FROM coordinator_outcomes
              WHERE transaction_id < @watermark AND {Watermark.IsTimeOrdered(SqlDialect.Sqlite, "transaction_id")}
              LIMIT {Watermark.BatchSize})
            """,
        LockedDetail: "another transaction holds the writer lock of the database");

    private static readonly OutcomeSql PostgreSql = new(
        Ddl: """
            CREATE TABLE IF NOT EXISTS coordinator_outcomes (
              transaction_id varchar(64) COLLATE "C" NOT NULL PRIMARY KEY,
              outcome        text        NOT NULL CHECK (outcome IN ('committed', 'rolled back')),
              recorded_at    timestamptz NOT NULL DEFAULT clock_timestamp()
            );
            """,
        InsertCommitted: $"{SynchronousCommit}; {InsertOf(Committed)}",
        DeleteBelow: $"""
            DELETE FROM coordinator_outcomes WHERE transaction_id IN (
              SELECT transaction_id FROM coordinator_outcomes
              WHERE transaction_id < @watermark AND {Watermark.IsTimeOrdered(SqlDialect.PostgreSql, "transaction_id")}
              LIMIT {Watermark.BatchSize})
            """,
        LockedDetail: "a local transaction is open");

    // A crash of the server must not lose an outcome. Only "off" is raised, because no other setting is weaker than "on".
    private const string SynchronousCommit =
        "SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'";

    public string InsertRolledBack { get; } = InsertOf(RolledBack);

    public string SelectOutcome { get; } = "SELECT outcome FROM coordinator_outcomes WHERE transaction_id = @id";

    public static OutcomeSql Of(SqlDialect dialect) => dialect switch
    {
        SqlDialect.Sqlite => Sqlite,
        SqlDialect.PostgreSql => PostgreSql,
        _ => throw new ArgumentOutOfRangeException(nameof(dialect), dialect, "The dialect must be Sqlite or PostgreSql."),
    };

    /// <summary>
    /// Lets SQLite itself wait for the lock. It notices a free lock within milliseconds, Microsoft.Data.Sqlite only after 150.
    /// </summary>
    public static string SqliteCheckSettings(TimeSpan lockWait) => string.Create(
        CultureInfo.InvariantCulture,
        $"PRAGMA busy_timeout = {(long)lockWait.TotalMilliseconds}");

    /// <summary>Settings of PostgreSQL for the short transaction of a check.</summary>
    public static string PostgreSqlCheckSettings(TimeSpan lockWait) => string.Create(
        CultureInfo.InvariantCulture,
        $"SET LOCAL lock_timeout = {Math.Max(1, (long)lockWait.TotalMilliseconds)}; {SynchronousCommit}");

    public static CheckResult Read(TransactionId id, object? outcome) => outcome switch
    {
        Committed => CheckResult.Committed(),
        RolledBack => CheckResult.RolledBack(),
        // The row was deleted between two statements. The next check finds the outcome.
        null => CheckResult.InProgress("the outcome was deleted while it was read"),
        _ => throw new InvalidOperationException($"The outcome of transaction {id} must be committed or rolled back, but is '{outcome}'."),
    };

    private static string InsertOf(string outcome) =>
        $"INSERT INTO coordinator_outcomes (transaction_id, outcome) VALUES (@id, '{outcome}') "
        + "ON CONFLICT (transaction_id) DO NOTHING";
}
