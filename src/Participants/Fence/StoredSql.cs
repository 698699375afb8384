using System.Globalization;

namespace Coordinator.Participants.Fence;

/// <summary>SQL statements of stored messages in each dialect.</summary>
/// <param name="CountKeys">Counts those of some ordering keys under which messages are stored.</param>
/// <param name="AddKeys">Adds a transaction to each of some ordering keys, and so locks their rows until the local transaction ends.</param>
/// <param name="Store">Stores messages.</param>
/// <param name="Keep">Ends the storing of messages that the coordinator has taken, and keeps them for a restore.</param>
/// <param name="Lease">Takes or renews the lease of whoever hands over, unless another one has it.</param>
internal sealed record StoredSql(string CountKeys, string AddKeys, string Store, string Keep, string Lease)
{
    public const string Count = "SELECT count(*) FROM coordinator_messages WHERE producer_group = @group AND hand_over = 'waiting'";

    /// <summary>Reads what became of the messages of a transaction. No row: they were taken, and are not kept.</summary>
    public const string State = "SELECT hand_over FROM coordinator_messages WHERE transaction_id = @id AND producer_group = @group";

    /// <summary>Is 1 when anything is stored, and else 0. Each instance asks so once a second.</summary>
    public const string HasAny =
        "SELECT count(*) FROM (SELECT 1 FROM coordinator_messages WHERE producer_group = @group AND hand_over = 'waiting' LIMIT 1) AS stored";

    /// <summary>Reads the oldest stored messages, but at least one transaction.</summary>
    public const string ReadOldest = """
        SELECT position, transaction_id, messages FROM (
          SELECT position, transaction_id, messages, sum(length(messages)) OVER (ORDER BY position) - length(messages) AS bytes_before FROM (
            SELECT position, transaction_id, messages FROM coordinator_messages
            WHERE producer_group = @group AND hand_over = 'waiting' ORDER BY position LIMIT @most) AS oldest) AS page
        WHERE bytes_before < @bytes ORDER BY position
        """;

    /// <summary>Deletes messages that the coordinator has taken.</summary>
    public const string Delete = $"DELETE FROM coordinator_messages WHERE {IsOwn}";

    public const string Refuse = $"UPDATE coordinator_messages SET hand_over = 'refused', refusal = @refusal WHERE {IsStored}";

    public const string RemoveFromKey = $"UPDATE coordinator_stored_keys SET transactions = transactions - @count WHERE {IsKey}";

    public const string DeleteKey = $"DELETE FROM coordinator_stored_keys WHERE {IsKey} AND transactions <= 0";

    public const string EndLease = $"""
        UPDATE coordinator_purge_bounds SET bound = 0
        WHERE name = '{LeaseName}' AND group_name = @group AND topic = '' AND queue = 0 AND epoch = 0 AND excepted = @owner
        """;

    private const string LeaseName = "hand-over lease";

    private const string IsKey = "producer_group = @group AND topic = @topic AND ordering_key = @key";

    private const string IsStored = "transaction_id = @id AND producer_group = @group AND hand_over = 'waiting'";

    // A coordinator that was restored since it took the messages may have forgotten them.
    private const string IsOwn = $"""
        {IsStored} AND NOT EXISTS (
          SELECT 1 FROM coordinator_purge_bounds
          WHERE name = '{MessageSql.Begun}' AND group_name = @group AND topic = '' AND queue = 0 AND bound > @epoch)
        """;

    public static StoredSql Of(SqlDialect dialect)
    {
        var (now, keys) = (OutcomeSql.NowOf(dialect), dialect.Choose(
            "SELECT json_extract(value, '$[0]') AS topic, json_extract(value, '$[1]') AS ordering_key FROM json_each(@keys)",
            "SELECT value->>0 AS topic, value->>1 AS ordering_key FROM jsonb_array_elements(@keys::jsonb)"));
        return new StoredSql(
            CountKeys: $"SELECT count(*) FROM coordinator_stored_keys WHERE producer_group = @group AND (topic, ordering_key) IN ({keys})",
            AddKeys: $"""
                INSERT INTO coordinator_stored_keys (producer_group, topic, ordering_key, transactions)
                SELECT @group, topic, ordering_key, 1 FROM ({keys}) AS added WHERE true
                ON CONFLICT (producer_group, topic, ordering_key) DO UPDATE SET transactions = coordinator_stored_keys.transactions + 1
                """,
            Store: $"""
                INSERT INTO coordinator_messages (transaction_id, producer_group, hand_over, messages, recorded_ms)
                VALUES (@id, @group, 'waiting', @messages, {now})
                """,
            Keep: $"UPDATE coordinator_messages SET hand_over = 'kept', recorded_ms = {now} WHERE {IsOwn}",
            Lease: string.Create(CultureInfo.InvariantCulture, $"""
                INSERT INTO coordinator_purge_bounds (name, group_name, bound, excepted) VALUES ('{LeaseName}', @group, {now} + @lease_ms, @owner)
                ON CONFLICT (name, group_name, topic, queue, epoch) DO UPDATE SET bound = excluded.bound, excepted = excluded.excepted
                WHERE coordinator_purge_bounds.bound < {now} OR coordinator_purge_bounds.excepted = excluded.excepted
                """));
    }
}
