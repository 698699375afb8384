using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Inbox;

/// <summary>SQL statements of the inbox in each dialect.</summary>
internal sealed record InboxSql(TableSet Tables, string DeleteBelow)
{
    private static readonly InboxSql Sqlite = new(
        Tables: InboxTables.Of(SqlDialect.Sqlite),
        DeleteBelow: DeleteBelowIn(SqlDialect.Sqlite, "substr(message_id, 1, instr(message_id, '/') - 1)"));

    private static readonly InboxSql PostgreSql = new(
        Tables: InboxTables.Of(SqlDialect.PostgreSql),
        DeleteBelow: DeleteBelowIn(SqlDialect.PostgreSql, "split_part(message_id, '/', 1)"));

    public string Insert { get; } =
        "INSERT INTO coordinator_inbox (consumer_group, message_id, topic, queue, queue_offset) "
        + "VALUES (@group, @message, @topic, @queue, @offset) ON CONFLICT (consumer_group, message_id) DO NOTHING";

    public static InboxSql Of(SqlDialect dialect) => dialect.Choose(Sqlite, PostgreSql);

    private static string DeleteBelowIn(SqlDialect dialect, string transactionId) => $"""
        DELETE FROM coordinator_inbox WHERE consumer_group = @group AND message_id IN (
          SELECT message_id FROM coordinator_inbox
          WHERE consumer_group = @group AND message_id < @watermark AND {Watermark.IsTimeOrdered(dialect, transactionId)}
          LIMIT {Watermark.BatchSize})
        """;
}
