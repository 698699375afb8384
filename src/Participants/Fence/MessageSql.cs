using System.Globalization;

namespace Coordinator.Participants.Fence;

/// <summary>SQL statements of the kept messages in each dialect.</summary>
/// <param name="Keep">Stores messages, unless what the coordinator lost since the prepare is handed over already.</param>
/// <param name="PurgeOldest">Deletes those of the oldest kept messages that are old enough.</param>
internal sealed record MessageSql(string Keep, string PurgeOldest)
{
    /// <summary>Most rows of a purge at a time. A row may have megabytes.</summary>
    public const int PurgeSize = 200;

    /// <summary>Bound of the restore whose hand-over has begun. It is the epoch of the coordinator.</summary>
    public const string Begun = "begun";

    /// <summary>Bound of the restore whose hand-over has ended.</summary>
    public const string Ended = "handed over";

    /// <summary>Reads a page of kept messages in their order.</summary>
    public const string ReadPage = """
        SELECT position, transaction_id, messages FROM coordinator_messages
        WHERE producer_group = @group AND hand_over = 'kept' AND position > @after AND position <= @up_to ORDER BY position LIMIT @most
        """;

    public const string LastPosition = "SELECT coalesce(max(position), 0) FROM coordinator_messages";

    public const string Refuse =
        "UPDATE coordinator_messages SET hand_over = 'refused', refusal = @refusal WHERE transaction_id = @id AND hand_over = 'kept'";

    public const string ListRefused = """
        SELECT transaction_id, messages, refusal, recorded_ms FROM coordinator_messages
        WHERE producer_group = @group AND hand_over = 'refused' ORDER BY position LIMIT @most
        """;

    public const string CountRefused = "SELECT count(*) FROM coordinator_messages WHERE producer_group = @group AND hand_over = 'refused'";

    public const string DeleteRefused = "DELETE FROM coordinator_messages WHERE transaction_id = @id AND hand_over = 'refused'";

    public const string ReadBound =
        "SELECT coalesce(max(bound), 0) FROM coordinator_purge_bounds WHERE name = @name AND group_name = @group AND topic = '' AND queue = 0";

    public const string RaiseBound = """
        INSERT INTO coordinator_purge_bounds (name, group_name, bound) VALUES (@name, @group, @bound)
        ON CONFLICT (name, group_name, topic, queue, epoch) DO UPDATE SET bound = excluded.bound
        WHERE coordinator_purge_bounds.bound < excluded.bound
        """;

    /// <summary>
    /// Waits on PostgreSQL for local transactions at REPEATABLE READ, which lock this row, and makes those fail that do not see what is committed
    /// with it.
    /// </summary>
    public const string ChangePurgeBound =
        "SET LOCAL lock_timeout = 1000; UPDATE coordinator_purge_bounds SET bound = bound WHERE name = 'outcomes' AND group_name = @group";

    /// <summary>Number of the newest transaction of PostgreSQL, which this statement begins.</summary>
    public const string NewestTransaction = "SELECT txid_current()";

    /// <summary>Number of the oldest transaction of PostgreSQL that has not ended.</summary>
    public const string OldestTransaction = "SELECT txid_snapshot_xmin(txid_current_snapshot())";

    public static MessageSql Of(SqlDialect dialect) => new(
        Keep: $"""
            INSERT INTO coordinator_messages (transaction_id, producer_group, hand_over, messages, recorded_ms)
            SELECT @id, @group, 'kept', @messages, {OutcomeSql.NowOf(dialect)}
            WHERE NOT EXISTS (
              SELECT 1 FROM coordinator_purge_bounds
              WHERE name = '{Begun}' AND group_name = @group AND topic = '' AND queue = 0 AND bound > @epoch)
            """,
        PurgeOldest: string.Create(CultureInfo.InvariantCulture, $"""
            DELETE FROM coordinator_messages WHERE position IN (
              SELECT position FROM (
                SELECT position, recorded_ms FROM coordinator_messages
                WHERE producer_group = @group AND hand_over = 'kept' ORDER BY position LIMIT {PurgeSize}) AS oldest
              WHERE recorded_ms < {OutcomeSql.NowOf(dialect)} - @keep_ms)
            """));
}
