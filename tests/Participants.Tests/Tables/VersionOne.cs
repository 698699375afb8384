using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Tests.Tables;

/// <summary>Tables and statements of version 1, copied from its library. Such a library may run beside one of this version.</summary>
internal static class VersionOne
{
    public const string InsertCommitted =
        "INSERT INTO coordinator_outcomes (transaction_id, outcome) VALUES (@id, 'committed') ON CONFLICT (transaction_id) DO NOTHING";

    public const string InsertRolledBack =
        "INSERT INTO coordinator_outcomes (transaction_id, outcome) VALUES (@id, 'rolled back') ON CONFLICT (transaction_id) DO NOTHING";

    public const string SelectOutcome = "SELECT outcome FROM coordinator_outcomes WHERE transaction_id = @id";

    public const string InsertMessage =
        "INSERT INTO coordinator_inbox (consumer_group, message_id) VALUES (@group, @message) "
        + "ON CONFLICT (consumer_group, message_id) DO NOTHING";

    private const string SqliteOutcomes = """
        CREATE TABLE IF NOT EXISTS coordinator_outcomes (
          transaction_id TEXT NOT NULL PRIMARY KEY,
          outcome        TEXT NOT NULL CHECK (outcome IN ('committed', 'rolled back')),
          recorded_at    TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
        ) WITHOUT ROWID;
        """;

    private const string PostgreSqlOutcomes = """
        CREATE TABLE IF NOT EXISTS coordinator_outcomes (
          transaction_id varchar(64) COLLATE "C" NOT NULL PRIMARY KEY,
          outcome        text        NOT NULL CHECK (outcome IN ('committed', 'rolled back')),
          recorded_at    timestamptz NOT NULL DEFAULT clock_timestamp()
        );
        """;

    private const string SqliteInbox = """
        CREATE TABLE IF NOT EXISTS coordinator_inbox (
          consumer_group TEXT NOT NULL,
          message_id     TEXT NOT NULL,
          handled_at     TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
          PRIMARY KEY (consumer_group, message_id)
        ) WITHOUT ROWID;
        """;

    private const string PostgreSqlInbox = """
        CREATE TABLE IF NOT EXISTS coordinator_inbox (
          consumer_group varchar(128) COLLATE "C" NOT NULL,
          message_id     varchar(80)  COLLATE "C" NOT NULL,
          handled_at     timestamptz  NOT NULL DEFAULT clock_timestamp(),
          PRIMARY KEY (consumer_group, message_id)
        );
        """;

    public static string Outcomes(SqlDialect dialect) => dialect == SqlDialect.Sqlite ? SqliteOutcomes : PostgreSqlOutcomes;

    public static string Inbox(SqlDialect dialect) => dialect == SqlDialect.Sqlite ? SqliteInbox : PostgreSqlInbox;

    public static string CheckSettings(SqlDialect dialect) =>
        dialect == SqlDialect.Sqlite ? "PRAGMA busy_timeout = 200" : "SET LOCAL lock_timeout = 200";

    /// <summary>Creates the tables of version 1, as its library does at its start, and a business table.</summary>
    public static Task CreateAsync(ServiceDatabase service) => service.ExecuteAsync(
        $"{Outcomes(service.Dialect)}\n{Inbox(service.Dialect)}\nCREATE TABLE IF NOT EXISTS orders (id varchar(80) NOT NULL)");
}
