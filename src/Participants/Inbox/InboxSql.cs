using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Inbox;

/// <summary>SQL statements of the inbox in each dialect.</summary>
/// <param name="Tables">The tables.</param>
/// <param name="Insert">Inserts the row of a delivery, unless its message has one.</param>
/// <param name="SelectPage">
/// Reads the offsets of a page of rows below a bound, and what becomes of each: 0, it stays because it is excepted; 1, it goes; 2, it stays
/// because it is too young.
/// </param>
/// <param name="DeletePage">Deletes the rows of a page that may go.</param>
internal sealed record InboxSql(TableSet Tables, string Insert, string SelectPage, string DeletePage)
{
    private const string InsertRow =
        "INSERT INTO coordinator_inbox (consumer_group, message_id, topic, queue, queue_offset, epoch) "
        + "VALUES (@group, @message, @topic, @queue, @offset, @epoch) ON CONFLICT (consumer_group, message_id) DO NOTHING";

    // The index has the same expression.
    private const string Place = "consumer_group = @group AND topic = @topic AND queue = @queue AND coalesce(epoch, 0) = @epoch";

    private static readonly InboxSql Sqlite = Make(
        SqlDialect.Sqlite,
        InsertRow,
        isOld: "handled_at <= strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-' || (@keep_ms / 1000.0) || ' seconds')",
        except: "SELECT value FROM json_each(@except)");

    // The second statement sees what was committed before it began, unless the transaction has a snapshot.
    private static readonly InboxSql PostgreSql = Make(
        SqlDialect.PostgreSql,
        $"WITH written AS ({InsertRow} RETURNING 1) SELECT count(*) FROM written; {InboxBound.ReadOnPostgreSql}",
        isOld: "handled_at <= clock_timestamp() - @keep_ms * interval '1 millisecond'",
        except: "SELECT jsonb_array_elements_text(@except::jsonb)::bigint");

    /// <summary>Statement that takes back the row of a delivery that is below the bound.</summary>
    public string TakeBack { get; } = "DELETE FROM coordinator_inbox WHERE consumer_group = @group AND message_id = @message";

    public static InboxSql Of(SqlDialect dialect) => dialect.Choose(Sqlite, PostgreSql);

    private static InboxSql Make(SqlDialect dialect, string insert, string isOld, string except)
    {
        var isExcepted = $"queue_offset IN ({except})";
        return new InboxSql(
            InboxTables.Of(dialect),
            insert,
            $"""
            SELECT queue_offset, CASE WHEN {isExcepted} THEN 0 WHEN {isOld} THEN 1 ELSE 2 END FROM coordinator_inbox
            WHERE {Place} AND queue_offset > @after AND queue_offset < @before ORDER BY queue_offset LIMIT {Watermark.BatchSize}
            """,
            $"""
            DELETE FROM coordinator_inbox
            WHERE {Place} AND queue_offset > @after AND queue_offset <= @last AND {isOld} AND NOT {isExcepted}
            """);
    }
}
