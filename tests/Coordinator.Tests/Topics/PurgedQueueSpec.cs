using Coordinator.Contracts.Consuming;
using Coordinator.Persistence;
using Coordinator.Testing;
using Coordinator.Tests.Persistence.GroupCommit;
using Coordinator.Transactions;

namespace Coordinator.Tests.Topics;

/// <summary>Tests that a queue goes on when everything in it was deleted, with its groups and on both databases.</summary>
[Trait("race", "38")]
public sealed class PurgedQueueSpec
{
    [Fact]
    public Task Offset_goes_on_and_every_group_gets_what_is_new_on_Sqlite() => WithKit(StorageEngine.Sqlite, GoesOnAsync);

    [PostgresFact]
    public Task Offset_goes_on_and_every_group_gets_what_is_new_on_PostgreSQL() => WithKit(StorageEngine.PostgreSql, GoesOnAsync);

    [Fact]
    public Task Repeated_append_gets_no_second_entry_on_Sqlite() => WithKit(StorageEngine.Sqlite, AppendsOnceAsync);

    [PostgresFact]
    public Task Repeated_append_gets_no_second_entry_on_PostgreSQL() => WithKit(StorageEngine.PostgreSql, AppendsOnceAsync);

    private static Task GoesOnAsync(JournalKit kit)
    {
        const int count = 700;
        var queue = new PurgedQueue(kit);
        queue.Commit(1, count);
        queue.Handle(queue.Join("shipping"), 1, count);
        queue.Handle(queue.Join("billing"), 1, count);
        // It gets a message, which it never settles.
        var away = queue.Join("away", room: 1);
        Assert.Equal(1, away.ExpectMsg<Deliver>(JournalKit.Patience).Delivery.Offset);

        var trimmed = queue.Trim(long.MaxValue);
        Assert.Equal((count + 1, count), (trimmed.FirstKept, trimmed.Deleted));
        queue.Restart();
        var members = new[] { queue.Join("shipping"), queue.Join("billing"), queue.Join("away"), queue.Join("later") };
        queue.Commit(count + 1, 1);

        foreach (var member in members)
            queue.Handle(member, count + 1, 1);
        Assert.Equal((count + 1, count + 1), (queue.End().Offset, queue.End().FirstKept));
        Assert.Equal(
            [0, 0, count, 0],
            ((string[])["shipping", "billing", "away", "later"]).Select(group => queue.Describe(group).Missed));

        // Nothing comes again after one more restart, which reads the entry that is kept.
        queue.Restart();
        var last = queue.Join("shipping");
        queue.Commit(count + 2, 1);
        queue.Handle(last, count + 2, 1);
        return Task.CompletedTask;
    }

    private static async Task AppendsOnceAsync(JournalKit kit)
    {
        var queue = new PurgedQueue(kit);
        var at = queue.Now;
        await queue.WriteAsync("done", 2, PurgedQueue.Committed(at));
        await queue.WriteAsync("open", 2, PurgedQueue.Committed(at));
        queue.Append("done", at);
        await queue.WriteAsync("done", 3, new TransactionCompleted(at));
        queue.Trim(long.MaxValue);
        queue.Restart();

        // Its only entry is deleted, and all its queues have had its messages.
        queue.Append("done", at);
        Assert.Equal(1, queue.End().Offset);
        // It is committed, and this queue has not had its message yet.
        queue.Append("open", at);
        Assert.Equal(2, queue.End().Offset);
        // A schedule moves a message of a transaction that is complete, because its messages are all in schedules.
        queue.Append("done", at, isMove: true);
        Assert.Equal(3, queue.End().Offset);
        queue.Append("open", at);
        Assert.Equal(3, queue.End().Offset);
    }

    private static async Task WithKit(StorageEngine engine, Func<JournalKit, Task> test)
    {
        var kit = await JournalKit.OpenAsync(engine, JournalKind.GroupCommit);
        try
        {
            await test(kit);
        }
        finally
        {
            await kit.CloseAsync();
        }
    }
}
