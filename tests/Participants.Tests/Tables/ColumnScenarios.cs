using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Common;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Inbox;

namespace Coordinator.Participants.Tests.Tables;

/// <summary>Tests what the columns hold and refuse, on every database.</summary>
internal static class ColumnScenarios
{
    private const string InsertKey =
        "INSERT INTO coordinator_outcomes (transaction_id, outcome, producer_group, business_key) VALUES (@id, @outcome, @group, @key)";

    public static async Task Rows_have_group_time_and_place(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        var store = new OutcomeStore(service.Dialect, service.Connect) { ProducerGroup = new ProducerGroup("orders") };
        var delivery = new DeliveryId(new ConsumerGroup("shipping"), new QueueId(new Topic("orders.paid"), 3), Offset: 17, Attempt: 2);
        await using (var local = await service.BeginAsync())
        {
            await store.RecordCommittedAsync(local.Transaction, new TransactionId("committed"));
            Assert.True(await new InboxStore(service.Dialect)
                .TryRecordAsync(local.Transaction, delivery, new MessageId(new TransactionId("order"), 0)));
            await local.CommitAsync();
        }

        await store.CheckAsync(new TransactionId("rolled-back"));
        await service.Outcomes().CheckAsync(new TransactionId("of-no-group"));

        Assert.Equal(2L, await service.CountAsync("SELECT count(*) FROM coordinator_outcomes WHERE producer_group = 'orders'"));
        Assert.Equal(1L, await service.CountAsync("SELECT count(*) FROM coordinator_outcomes WHERE producer_group IS NULL"));
        Assert.Equal(3L, await service.CountAsync($"SELECT count(*) FROM coordinator_outcomes WHERE {SameTime(service.Dialect)}"));
        Assert.Equal(1L, await service.CountAsync(
            "SELECT count(*) FROM coordinator_inbox WHERE topic = 'orders.paid' AND queue = 3 AND queue_offset = 17"));
    }

    public static async Task Longest_names_fit(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        var id = new TransactionId(Longest(TransactionId.MaxLength));
        var group = new ProducerGroup(Longest(ProducerGroup.MaxLength));
        var topic = new Topic(Longest(Topic.MaxLength));
        var consumers = new ConsumerGroup(Longest(ConsumerGroup.MaxLength));
        var store = new OutcomeStore(service.Dialect, service.Connect) { ProducerGroup = group };
        await using (var local = await service.BeginAsync())
        {
            await store.RecordCommittedAsync(local.Transaction, id);
            var delivery = new DeliveryId(consumers, new QueueId(topic, int.MaxValue), long.MaxValue, Attempt: 1);
            Assert.True(await new InboxStore(service.Dialect)
                .TryRecordAsync(local.Transaction, delivery, new MessageId(id, int.MaxValue)));
            await local.CommitAsync();
        }

        // The characters that have most bytes in UTF-8 for their length in UTF-16.
        var label = new string('中', MessageLimits.MaxLabelLength);
        await InsertAsync(service, InsertKey,
            ("@id", Longest(TransactionId.MaxLength - 1)), ("@outcome", "committed"), ("@group", group.Value), ("@key", label));
        await InsertAsync(service,
            "INSERT INTO coordinator_messages (transaction_id, producer_group, hand_over, messages, refusal, recorded_ms) "
            + "VALUES (@id, @group, 'refused', @messages, @refusal, @ms)",
            ("@id", id.Value), ("@group", group.Value), ("@messages", new byte[4 * MessageLimits.MaxTransactionBytes]),
            ("@refusal", new string('中', TextLimit.MaxLength)), ("@ms", long.MaxValue));
        await InsertAsync(service,
            "INSERT INTO coordinator_stored_keys (producer_group, topic, ordering_key, transactions) VALUES (@group, @topic, @key, 1)",
            ("@group", group.Value), ("@topic", topic.Value), ("@key", label));
        await InsertAsync(service,
            "INSERT INTO coordinator_purge_bounds (name, group_name, topic, queue, epoch, bound, excepted) VALUES ('inbox', @group, @topic, @queue, @bound, @bound, @excepted)",
            ("@group", consumers.Value), ("@topic", topic.Value), ("@queue", int.MaxValue), ("@bound", long.MaxValue),
            ("@excepted", $"[{string.Join(',', Enumerable.Repeat(long.MaxValue, SettledBelow.MaxExcept))}]"));
    }

    public static async Task Business_key_is_unique_among_the_committed_rows_of_its_group(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        await KeyAsync("first", "committed", "orders", "4711");
        await KeyAsync("other-key", "committed", "orders", "4712");
        await KeyAsync("other-group", "committed", "refunds", "4711");
        await KeyAsync("no-key", "committed", "orders", DBNull.Value);
        await KeyAsync("no-key-either", "committed", "orders", DBNull.Value);
        await KeyAsync("failed", "rolled back", "orders", DBNull.Value);
        foreach (var refused in (Func<Task>[])
            [
                () => KeyAsync("second", "committed", "orders", "4711"),
                () => KeyAsync("fenced", "rolled back", "orders", "4713"),
                () => KeyAsync("of-no-group", "committed", DBNull.Value, "4713"),
            ])
        {
            await Assert.ThrowsAnyAsync<DbException>(refused);
        }

        Task KeyAsync(string id, string outcome, object group, object key) =>
            InsertAsync(service, InsertKey, ("@id", id), ("@outcome", outcome), ("@group", group), ("@key", key));
    }

    public static async Task Row_with_a_business_key_outlives_the_watermark(ServiceDatabase service)
    {
        const string keyed = "01990000000170008000000000000001", plain = "01990000000170008000000000000002";
        await service.CreateTablesAsync();
        await InsertAsync(service, InsertKey, ("@id", keyed), ("@outcome", "committed"), ("@group", "orders"), ("@key", "4711"));
        await InsertAsync(service, InsertKey, ("@id", plain), ("@outcome", "committed"), ("@group", "orders"), ("@key", DBNull.Value));
        var outcomes = new OutcomeStore(service.Dialect, service.Connect) { ProducerGroup = new ProducerGroup("orders") };
        Assert.Equal(1, await outcomes.PurgeAsync(new FinalTransactions(new ProducerGroup("orders"), DateTimeOffset.FromUnixTimeMilliseconds(0x019900000002), []), TimeSpan.Zero));
        Assert.Equal(1L, await service.CountAsync($"SELECT count(*) FROM coordinator_outcomes WHERE transaction_id = '{keyed}'"));
    }

    // The old column has the same clock, and rows are written in one statement.
    private static string SameTime(SqlDialect dialect) => dialect == SqlDialect.Sqlite
        ? "abs(recorded_ms - (julianday(recorded_at) - 2440587.5) * 86400000) < 1000"
        : "abs(recorded_ms - extract(epoch FROM recorded_at) * 1000) < 1000";

    private static string Longest(int length) => new('z', length);

    private static async Task InsertAsync(ServiceDatabase service, string sql, params (string Name, object Value)[] parameters)
    {
        await using var connection = service.Connect();
        await connection.OpenAsync();
        await using var insert = connection.Statement(sql, null, parameters);
        Assert.Equal(1, await insert.ExecuteNonQueryAsync());
    }
}
