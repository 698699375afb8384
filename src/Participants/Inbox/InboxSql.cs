using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Inbox;

/// <summary>SQL statements of the inbox in each dialect.</summary>
internal sealed record InboxSql(string Ddl, string DeleteBelow)
{
    private static readonly InboxSql Sqlite = new(
        Ddl: """
            CREATE TABLE IF NOT EXISTS coordinator_inbox (
              consumer_group TEXT NOT NULL,
              message_id     TEXT NOT NULL,
              handled_at     TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
              PRIMARY KEY (consumer_group, message_id)
            ) WITHOUT ROWID;
            """,
        DeleteBelow: DeleteBelowIn(SqlDialect.Sqlite, "substr(message_id, 1, instr(message_id, '/') - 1)"));

    private static readonly InboxSql PostgreSql = new(
        Ddl: """
            CREATE TABLE IF NOT EXISTS coordinator_inbox (
              consumer_group varchar(128) COLLATE "C" NOT NULL,
              message_id     varchar(80)  COLLATE "C" NOT NULL,
              handled_at     timestamptz  NOT NULL DEFAULT clock_timestamp(),
              PRIMARY KEY (consumer_group, message_id)
            );
            """,
        DeleteBelow: DeleteBelowIn(SqlDialect.PostgreSql, "split_part(message_id, '/', 1)"));

    public string Insert { get; } =
        "INSERT INTO coordinator_inbox (consumer_group, message_id) VALUES (@group, @message) "
        + "ON CONFLICT (consumer_group, message_id) DO NOTHING";

    public static InboxSql Of(SqlDialect dialect) => dialect switch
    {
        SqlDialect.Sqlite => Sqlite,
        SqlDialect.PostgreSql => PostgreSql,
        _ => throw new ArgumentOutOfRangeException(nameof(dialect), dialect, "The dialect must be Sqlite or PostgreSql."),
    };

    private static string DeleteBelowIn(SqlDialect dialect, string transactionId) => $"""
        DELETE FROM coordinator_inbox WHERE consumer_group = @group AND message_id IN (
          SELECT message_id FROM coordinator_inbox
          WHERE consumer_group = @group AND message_id < @watermark AND {Watermark.IsTimeOrdered(dialect, transactionId)}
          LIMIT {Watermark.BatchSize})
        """;
}
