using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Persistence;
using Coordinator.Testing;

namespace Coordinator.Tests.Retention.Queues;

/// <summary>Tests up to where consumers are told that nothing comes again, while retention, rewinds and replays change it.</summary>
public sealed class DeliveryBoundSpec
{
    [Fact, Trait("race", "53")]
    public Task Letter_is_excepted_until_it_is_settled_for_good_on_Sqlite() => OnSqlite(ReplaysAsync);

    [PostgresFact, Trait("race", "53")]
    public Task Letter_is_excepted_until_it_is_settled_for_good_on_PostgreSQL() => OnPostgres(ReplaysAsync);

    [Fact, Trait("race", "52")]
    public Task Rewind_goes_no_lower_than_the_bound_on_Sqlite() => OnSqlite(RewindsAsync);

    [PostgresFact, Trait("race", "52")]
    public Task Rewind_goes_no_lower_than_the_bound_on_PostgreSQL() => OnPostgres(RewindsAsync);

    [Fact]
    public Task Message_that_is_deleted_while_a_member_has_it_is_excepted_on_Sqlite() => OnSqlite(MissesAsync);

    [PostgresFact]
    public Task Message_that_is_deleted_while_a_member_has_it_is_excepted_on_PostgreSQL() => OnPostgres(MissesAsync);

    [Fact]
    public Task Id_that_is_made_early_and_committed_late_is_below_no_bound_on_Sqlite() => OnSqlite(CommitsLateAsync);

    [PostgresFact]
    public Task Id_that_is_made_early_and_committed_late_is_below_no_bound_on_PostgreSQL() => OnPostgres(CommitsLateAsync);

    [Fact, Trait("race", "54")]
    public Task Settlement_of_another_epoch_has_no_effect_on_Sqlite() => OnSqlite(SettlesOtherLogAsync);

    [PostgresFact]
    public Task Copies_of_many_letters_are_told_in_the_order_of_offsets_on_PostgreSQL() => OnPostgres(CopiesManyAsync);

    [Fact]
    public Task Copies_of_many_letters_are_told_in_the_order_of_offsets_on_Sqlite() => OnSqlite(CopiesManyAsync);

    private static async Task ReplaysAsync(RetainedQueues queues)
    {
        await queues.CreateTopicAsync("shipping", "points");
        queues.Commit(1, 5);
        var (member, other) = (queues.Join("shipping"), queues.Join("points"));
        queues.Handle(other, 1, 5);
        for (var i = 0; i < 5; i++)
            queues.Settle(member, delivery => delivery.Offset == 2 ? new Reject(delivery, "unreadable") : new Acknowledge(delivery));
        await queues.LettersAsync("shipping", 1);
        await queues.SavedAsync("shipping", 5);
        await queues.SavedAsync("points", 5);
        Assert.Equal(5, (await queues.PurgeAsync()).Deleted);

        RetainedQueues.Told(member, 6, 2);
        RetainedQueues.Told(other, 6);
        await queues.LoseAsync();
        (member, other) = (queues.Join("shipping"), queues.Join("points"));
        queues.Replay("shipping");
        var replayed = RetainedQueues.Delivered(member);
        Assert.Equal(2, replayed.Delivery.Offset);
        await queues.PurgeAsync();
        RetainedQueues.Told(member, 6, 2);
        RetainedQueues.Told(other, 6);
        queues.Acknowledge(replayed);
        await queues.SavedAsync("shipping", 5);
        await queues.PurgeAsync();
        RetainedQueues.Told(member, 6);
    }

    private static async Task RewindsAsync(RetainedQueues queues)
    {
        await queues.CreateTopicAsync("shipping");
        queues.Commit(1, 5);
        var member = queues.Join("shipping");
        queues.Handle(member, 1, 5);
        await queues.SavedAsync("shipping", 5);
        await queues.PurgeAsync();
        Assert.Equal(6, RetainedQueues.Told(member, 6).Bound);

        queues.Commit(6, 3);
        queues.Handle(member, 6, 3);
        Assert.Equal(6, queues.Rewind("shipping", 2).Next);
        queues.Handle(member, 6, 3);
        Assert.Equal(7, queues.Rewind("shipping", 7).Next);
        queues.Handle(member, 7, 2);
        RetainedQueues.Told(member, 6);
        await queues.SavedAsync("shipping", 8);
        await queues.PurgeAsync();
        RetainedQueues.Told(member, 9);
        Assert.Equal(9, queues.Rewind("shipping", 1).Next);
    }

    private static async Task MissesAsync(RetainedQueues queues)
    {
        queues.Options.EvenIfUnread = ["orders.paid"];
        await queues.CreateTopicAsync("shipping");
        queues.Commit(1, 3);
        var member = queues.Join("shipping");
        var (first, second) = (RetainedQueues.Delivered(member), RetainedQueues.Delivered(member));
        Assert.Equal(3, (await queues.PurgeAsync()).Deleted);

        RetainedQueues.Told(member, 4, 1, 2, 3);
        queues.Acknowledge(first);
        RetainedQueues.Told(member, 4, 2, 3);
        queues.Settle(new Retry(second.Delivery, TimeSpan.FromHours(1)));
        RetainedQueues.Told(member, 4, 2, 3);
        // Nobody has it in memory any more.
        await queues.LoseAsync();
        RetainedQueues.Told(queues.Join("shipping"), 4);
    }

    private static async Task CommitsLateAsync(RetainedQueues queues)
    {
        await queues.CreateTopicAsync("shipping");
        var member = queues.Join("shipping");
        string[] ids = [.. ((TimeSpan[])[TimeSpan.Zero, TimeSpan.FromHours(1), TimeSpan.FromHours(-1), TimeSpan.FromDays(-10)])
            .Select(off => TransactionId.FromGuid(Guid.CreateVersion7(queues.Now + off)).Value)];
        foreach (var id in ids[..3])
            queues.Append(id, queues.Now);
        queues.Handle(member, 1, 3);
        await queues.SavedAsync("shipping", 3);
        await queues.PurgeAsync();
        RetainedQueues.Told(member, 4);

        queues.Append(ids[3], queues.Now);
        var late = RetainedQueues.Delivered(member);
        await queues.PurgeAsync();
        RetainedQueues.Told(member, 4);
        Assert.Equal((4, ids[3]), (late.Delivery.Offset, late.Id.Transaction.Value));
        queues.Acknowledge(late);
        await queues.SavedAsync("shipping", 4);
        await queues.PurgeAsync();
        RetainedQueues.Told(member, 5);
    }

    private static async Task SettlesOtherLogAsync(RetainedQueues queues)
    {
        queues.Epoch = 1_790_000_000_000;
        await queues.CreateTopicAsync("shipping");
        queues.Commit(1, 1);
        var member = queues.Join("shipping");
        var deliver = RetainedQueues.Delivered(member);
        Assert.Equal(queues.Epoch, deliver.Delivery.Epoch);
        // A consumer has it since before the restore, when the offset was that of another message.
        queues.Settle(new Acknowledge(deliver.Delivery with { Epoch = queues.Epoch - 1 }));
        Assert.Equal(1, queues.Describe("shipping").InFlight);
        queues.Acknowledge(deliver);
        await queues.SavedAsync("shipping", 1);
        await queues.PurgeAsync();
        Assert.Equal(queues.Epoch, RetainedQueues.Told(member, 2).Epoch);
    }

    private static async Task CopiesManyAsync(RetainedQueues queues)
    {
        await queues.CreateTopicAsync("shipping", "shipping-2");
        queues.Commit(1, 12);
        var (member, other) = (queues.Join("shipping"), queues.Join("shipping-2"));
        for (var i = 0; i < 12; i++)
            queues.Settle(member, delivery => delivery.Offset is 2 or 9 or 10 or 11 ? new Reject(delivery, "no") : new Acknowledge(delivery));
        for (var i = 0; i < 12; i++)
            queues.Settle(other, delivery => delivery.Offset is 5 ? new Reject(delivery, "no") : new Acknowledge(delivery));
        await queues.LettersAsync("shipping", 4);
        await queues.LettersAsync("shipping-2", 1);
        await queues.SavedAsync("shipping", 12);
        await queues.SavedAsync("shipping-2", 12);
        Assert.Equal(12, (await queues.PurgeAsync()).Deleted);
        RetainedQueues.Told(member, 13, 2, 9, 10, 11);
        RetainedQueues.Told(other, 13, 5);
    }

    private static Task OnSqlite(Func<RetainedQueues, Task> test) => RetentionCase.RunAsync(StorageEngine.Sqlite, test);

    private static Task OnPostgres(Func<RetainedQueues, Task> test) => RetentionCase.RunAsync(StorageEngine.PostgreSql, test);
}
