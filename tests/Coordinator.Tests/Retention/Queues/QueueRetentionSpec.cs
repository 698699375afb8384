using Coordinator.Contracts.Consuming;
using Coordinator.Persistence;
using Coordinator.Testing;
using Coordinator.Tests.Persistence.GroupCommit;
using Coordinator.Transactions;

namespace Coordinator.Tests.Retention.Queues;

/// <summary>Tests the whole path of the deletion of entries, with groups, schedules and transactions, on both databases.</summary>
public sealed class QueueRetentionSpec
{
    private const string Rows = "persistence_id LIKE 'q-%'";

    [Fact]
    [Trait("race", "45")]
    public Task Emptied_queue_goes_on_and_each_group_gets_what_is_new_on_Sqlite() => OnSqlite(GoesOnAsync);

    [PostgresFact]
    [Trait("race", "45")]
    public Task Emptied_queue_goes_on_and_each_group_gets_what_is_new_on_PostgreSQL() => OnPostgres(GoesOnAsync);

    [Fact]
    public Task Group_that_is_away_keeps_what_it_has_not_settled_on_Sqlite() => OnSqlite(KeepsForGroupAsync);

    [PostgresFact]
    public Task Group_that_is_away_keeps_what_it_has_not_settled_on_PostgreSQL() => OnPostgres(KeepsForGroupAsync);

    [Fact]
    public Task Group_that_is_away_is_told_what_it_missed_on_Sqlite() => OnSqlite(TellsMissedAsync);

    [PostgresFact]
    public Task Group_that_is_away_is_told_what_it_missed_on_PostgreSQL() => OnPostgres(TellsMissedAsync);

    [Fact]
    [Trait("race", "46")]
    public Task Entry_of_an_open_transaction_stays_until_all_its_queues_have_it_on_Sqlite() => OnSqlite(KeepsForTransactionAsync);

    [PostgresFact]
    [Trait("race", "46")]
    public Task Entry_of_an_open_transaction_stays_until_all_its_queues_have_it_on_PostgreSQL() => OnPostgres(KeepsForTransactionAsync);

    [Fact]
    public Task Delay_longer_than_the_retention_is_kept_on_Sqlite() => OnSqlite(DeliversDelayedAsync);

    [PostgresFact]
    public Task Delay_longer_than_the_retention_is_kept_on_PostgreSQL() => OnPostgres(DeliversDelayedAsync);

    [Fact]
    [Trait("race", "47")]
    public Task Entry_that_the_schedule_may_move_again_stays_on_Sqlite() => OnSqlite(KeepsForScheduleAsync);

    [PostgresFact]
    [Trait("race", "47")]
    public Task Entry_that_the_schedule_may_move_again_stays_on_PostgreSQL() => OnPostgres(KeepsForScheduleAsync);

    [Fact]
    [Trait("race", "45")]
    public Task Deletion_that_was_cut_short_is_ended_on_Sqlite() => OnSqlite(EndsWhatWasCutShortAsync);

    [PostgresFact]
    [Trait("race", "45")]
    public Task Deletion_that_was_cut_short_is_ended_on_PostgreSQL() => OnPostgres(EndsWhatWasCutShortAsync);

    [Fact]
    [Trait("race", "48")]
    public Task Rewind_during_the_look_deletes_nothing_on_Sqlite() => OnSqlite(GivesWayToRewindAsync);

    [PostgresFact]
    [Trait("race", "48")]
    public Task Rewind_during_the_look_deletes_nothing_on_PostgreSQL() => OnPostgres(GivesWayToRewindAsync);

    [Fact]
    public Task Queue_beyond_its_bytes_loses_the_oldest_on_Sqlite() => OnSqlite(KeepsBytesAsync);

    [PostgresFact]
    public Task Queue_beyond_its_bytes_loses_the_oldest_on_PostgreSQL() => OnPostgres(KeepsBytesAsync);

    [Fact]
    public Task Nothing_goes_when_a_fact_cannot_be_read_on_Sqlite() => OnSqlite(KeepsUnreadableAsync);

    [PostgresFact]
    public Task Nothing_goes_when_a_fact_cannot_be_read_on_PostgreSQL() => OnPostgres(KeepsUnreadableAsync);

    private static async Task GoesOnAsync(RetainedQueues queues)
    {
        const int count = 700;
        await queues.CreateTopicAsync("shipping", "billing");
        queues.Commit(1, count);
        queues.Handle(queues.Join("shipping"), 1, count);
        queues.Handle(queues.Join("billing"), 1, count);
        await queues.SavedAsync("shipping", count);
        await queues.SavedAsync("billing", count);

        var (deleted, kept) = await queues.PurgeAsync(batch: 300);
        Assert.Equal((count, 0), (deleted, await queues.CountAsync(Rows)));
        Assert.Empty(kept);
        await queues.LoseAsync();
        var members = new[] { queues.Join("shipping"), queues.Join("billing"), queues.Join("later") };
        queues.Commit(count + 1, 1);

        foreach (var member in members)
            queues.Handle(member, count + 1, 1);
        Assert.Equal((count + 1, count + 1), (queues.End().Offset, queues.End().FirstKept));
        Assert.Equal((0, 0), (queues.Describe("shipping").Missed, queues.Describe("later").Missed));
        await queues.SavedAsync("shipping", count + 1);
        await queues.SavedAsync("billing", count + 1);
        Assert.Equal(1, (await queues.PurgeAsync()).Deleted);
    }

    private static async Task KeepsForGroupAsync(RetainedQueues queues)
    {
        await queues.CreateTopicAsync("shipping", "away", "never-attached");
        queues.Commit(1, 10);
        queues.Handle(queues.Join("shipping"), 1, 10);
        var away = queues.Join("away", room: 4);
        queues.Handle(away, 1, 3);
        await queues.SavedAsync("shipping", 10);
        await queues.SavedAsync("away", 3);
        await queues.LoseAsync();

        var retention = queues.NewRetention();
        var (deleted, kept) = await queues.PurgeAsync(retention);
        Assert.Equal(3, deleted);
        Assert.Equal(("queue orders.paid/0", "group away has not settled offset 4", 7), (Assert.Single(kept).Subject, kept[0].Reason, kept[0].Rows));
        queues.Handle(queues.Join("away"), 4, 7);
        await queues.SavedAsync("away", 10);
        (deleted, kept) = await queues.PurgeAsync(retention);
        Assert.Equal((7, 0), (deleted, kept.Count));
    }

    private static async Task TellsMissedAsync(RetainedQueues queues)
    {
        using var unread = new CounterTotal("coordinator.retention.unread");
        queues.Options.EvenIfUnread = ["orders.paid"];
        await queues.CreateTopicAsync("shipping", "away");
        queues.Commit(1, 10);
        queues.Handle(queues.Join("shipping"), 1, 10);
        queues.Handle(queues.Join("away", room: 3), 1, 2);
        await queues.SavedAsync("shipping", 10);
        await queues.SavedAsync("away", 2);
        await queues.LoseAsync();

        var (deleted, kept) = await queues.PurgeAsync();
        Assert.Equal((10, 0), (deleted, kept.Count));
        Assert.True(unread.Value >= 8, $"{unread.Value} are counted.");
        var away = queues.Join("away");
        queues.Commit(11, 1);
        queues.Handle(away, 11, 1);
        Assert.Equal((8, 0), (queues.Describe("away").Missed, queues.Describe("shipping").Missed));
    }

    private static async Task KeepsForTransactionAsync(RetainedQueues queues)
    {
        await queues.CreateTopicAsync("shipping");
        queues.Commit(1, 2);
        // Its other queue has not answered yet.
        var at = queues.Now;
        await queues.WriteAsync("both", 2, RetainedQueues.Committed(at));
        queues.Append("both", at);
        queues.Commit(4, 2);
        queues.Handle(queues.Join("shipping"), 1, 5);
        await queues.SavedAsync("shipping", 5);

        var (deleted, kept) = await queues.PurgeAsync();
        Assert.Equal(2, deleted);
        Assert.Equal("transaction both of offset 3 is committed and not in all its queues", Assert.Single(kept).Reason);
        await queues.LoseAsync();
        queues.Append("both", at);
        Assert.Equal(5, queues.End().Offset);
        await queues.WriteAsync("both", 3, new TransactionCompleted(queues.Now));
        Assert.Equal(3, (await queues.PurgeAsync()).Deleted);
        await queues.LoseAsync();
        queues.Append("both", at);
        Assert.Equal(5, queues.End().Offset);
    }

    private static async Task DeliversDelayedAsync(RetainedQueues queues)
    {
        await queues.CreateTopicAsync("shipping");
        var member = queues.Join("shipping");
        queues.Commit(1, 1, delay: TimeSpan.FromSeconds(3));
        var retention = queues.NewRetention();
        await queues.SavedAsync("coordinator:schedule", 0, RetainedQueues.Schedule);
        Assert.Equal(0, (await queues.PurgeAsync(retention)).Deleted);
        await queues.LoseAsync();
        var (deleted, kept) = await queues.PurgeAsync(retention);
        Assert.Equal(0, deleted);
        Assert.Equal("group coordinator:schedule has not settled offset 1", Assert.Single(kept).Reason);

        member = queues.Join("shipping");
        queues.Handle(member, 1, 1);
        await queues.SavedAsync("shipping", 1);
        await queues.SavedAsync("coordinator:schedule", 1, RetainedQueues.Schedule);
        Assert.Equal(2, (await queues.PurgeAsync(retention)).Deleted);
        Assert.Equal(0, await queues.CountAsync(Rows));
    }

    private static async Task KeepsForScheduleAsync(RetainedQueues queues)
    {
        queues.RunsSchedules = false;
        await queues.CreateTopicAsync("shipping");
        queues.Commit(1, 1, delay: TimeSpan.FromMilliseconds(1));
        // It has moved, and its node was lost before the schedule had saved that.
        queues.Append("one-1", queues.Now, isMove: true);
        queues.Handle(queues.Join("shipping"), 1, 1);
        await queues.SavedAsync("shipping", 1);

        var retention = queues.NewRetention();
        var (deleted, kept) = await queues.PurgeAsync(retention);
        Assert.Equal(0, deleted);
        Assert.StartsWith(
            "the schedule of the queue may move", kept.Single(data => data.Subject == "queue orders.paid/0").Reason, StringComparison.Ordinal);
        Assert.Contains(kept, data => data.Subject == "schedule of queue orders.paid/0");
        queues.RunsSchedules = true;
        await queues.LoseAsync();
        await queues.PurgeAsync(retention);
        await queues.SavedAsync("coordinator:schedule", 1, RetainedQueues.Schedule);
        Assert.Equal(1, queues.End().Offset);
        Assert.Empty((await queues.PurgeAsync(retention)).Kept);
        Assert.Equal(0, await queues.CountAsync(Rows));
    }

    private static async Task EndsWhatWasCutShortAsync(RetainedQueues queues)
    {
        queues.Options.Messages = TimeSpan.FromDays(1);
        await queues.CreateTopicAsync();
        queues.Commit(1, 10);
        await queues.RaiseAsync(7);
        await queues.LoseAsync();
        Assert.Equal(10, await queues.CountAsync(Rows));

        Assert.Equal(6, (await queues.PurgeAsync()).Deleted);
        Assert.Equal((4, 0), (await queues.CountAsync(Rows), (await queues.PurgeAsync()).Deleted));
    }

    private static async Task GivesWayToRewindAsync(RetainedQueues queues)
    {
        await queues.CreateTopicAsync("shipping");
        queues.Commit(1, 10);
        queues.Handle(queues.Join("shipping"), 1, 10);
        await queues.SavedAsync("shipping", 10);
        var before = queues.End();
        Assert.Equal(4, queues.Rewind("shipping", 4).Next);

        Assert.Equal((1, 0), (queues.Trim(11, before.PutBacks).FirstKept, queues.Trim(11, before.PutBacks).Deleted));
        before = queues.End();
        queues.Join("new");
        Assert.Equal(0, queues.Trim(11, before.PutBacks).Deleted);
        before = queues.End();
        queues.Join("new");
        queues.Describe("shipping");
        Assert.Equal(before.PutBacks, queues.End().PutBacks);
        queues.Rewind("new", 11);
        await queues.LoseAsync();
        Assert.NotEqual(before.PutBacks, queues.End().PutBacks);
        var (deleted, kept) = await queues.PurgeAsync();
        Assert.Equal(3, deleted);
        Assert.Equal("group shipping has not settled offset 4", Assert.Single(kept).Reason);
        queues.Handle(queues.Join("shipping"), 4, 7);
        Assert.Equal(4, queues.Rewind("shipping", 1).Next);
    }

    private static async Task KeepsBytesAsync(RetainedQueues queues)
    {
        queues.Options.Messages = TimeSpan.FromDays(1);
        await queues.CreateTopicAsync();
        queues.Commit(1, 10);
        Assert.Equal(0, (await queues.PurgeAsync()).Deleted);
        // The rows have the same size, but for the last with one digit more.
        var row = await queues.ReadAsync("SELECT LENGTH(message) FROM journal WHERE persistence_id = 'q-orders.paid/0' AND sequence_number = 1");
        queues.Options.MessageBytes = (4 * row) + 10;

        var retention = queues.NewRetention();
        Assert.Equal((6, 7), ((await queues.PurgeAsync(retention, batch: 4)).Deleted, queues.End().FirstKept));
        queues.Commit(11, 2);
        Assert.Equal((2, 9), ((await queues.PurgeAsync(retention)).Deleted, queues.End().FirstKept));
    }

    private static async Task KeepsUnreadableAsync(RetainedQueues queues)
    {
        await queues.CreateTopicAsync("shipping");
        queues.Commit(1, 3);
        queues.Handle(queues.Join("shipping"), 1, 3);
        await queues.SavedAsync("shipping", 3);
        await queues.RestartAsync();
        await queues.ExecuteAsync("UPDATE snapshot SET manifest = 'xx' WHERE persistence_id = 'g-shipping/orders.paid/0'");

        var retention = queues.NewRetention();
        var (deleted, kept) = await queues.PurgeAsync(retention);
        Assert.Equal(0, deleted);
        Assert.StartsWith("what decides about it could not be read:", Assert.Single(kept).Reason, StringComparison.Ordinal);
        await queues.ExecuteAsync("UPDATE snapshot SET manifest = 'gp' WHERE persistence_id = 'g-shipping/orders.paid/0'");
        (deleted, kept) = await queues.PurgeAsync(retention);
        Assert.Equal((3, 0), (deleted, kept.Count));
    }

    private static Task OnSqlite(Func<RetainedQueues, Task> test) => RetentionCase.RunAsync(StorageEngine.Sqlite, test);

    private static Task OnPostgres(Func<RetainedQueues, Task> test) => RetentionCase.RunAsync(StorageEngine.PostgreSql, test);
}
