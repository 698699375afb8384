using System.Globalization;

namespace Coordinator.Participants.Fence;

/// <summary>SQL statements of keys in each dialect.</summary>
/// <param name="BeginWait">Bounds the wait for another local transaction under the key; empty where the database bounds it.</param>
/// <param name="EndWait">Restores the setting of the service.</param>
/// <param name="Purge">Deletes a batch of old keys.</param>
internal sealed record KeySql(string BeginWait, string EndWait, string Purge)
{
    public const string Find =
        "SELECT transaction_id, messages_digest FROM coordinator_outcomes WHERE producer_group = @group AND business_key = @key";

    public const string Count = "SELECT count(*) FROM coordinator_outcomes WHERE producer_group = @group AND business_key IS NOT NULL";

    public const string NoMessages = "UPDATE coordinator_outcomes SET messages_digest = @digest WHERE transaction_id = @id";

    // The service's own setting counts for its statements.
    private const string Setting = "coordinator.lock_timeout";

    /// <summary>Bounds the wait of an insert for another local transaction under its key.</summary>
    public string Bounded(string insert) => $"{BeginWait}{insert}{EndWait}";

    public static KeySql Of(SqlDialect dialect, TimeSpan wait) => new(
        BeginWait: dialect.Choose("", string.Create(CultureInfo.InvariantCulture, $"""
            SELECT set_config('{Setting}', current_setting('lock_timeout'), true);
            SELECT set_config('lock_timeout', '{Math.Max(1, (long)wait.TotalMilliseconds)}', true);
            """)),
        EndWait: dialect.Choose("", $"; SELECT set_config('lock_timeout', current_setting('{Setting}'), true)"),
        Purge: $"""
            DELETE FROM coordinator_outcomes WHERE transaction_id IN (
              SELECT transaction_id FROM coordinator_outcomes
              WHERE producer_group = @group AND business_key IS NOT NULL AND recorded_ms < @recorded_before
                AND transaction_id < @before AND {Watermark.IsTimeOrdered(dialect, "transaction_id")}
                AND transaction_id NOT IN ({dialect.Choose("SELECT value FROM json_each(@except)", "SELECT jsonb_array_elements_text(@except::jsonb)")})
              ORDER BY recorded_ms LIMIT {Watermark.BatchSize})
            """);
}
