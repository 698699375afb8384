using System.Text;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Persistence;
using Coordinator.Testing;

namespace Coordinator.Tests.Retention.Queues;

/// <summary>Tests that dead letters keep their messages when the entries are deleted, and are replayed as before.</summary>
[Trait("race", "49")]
public sealed class DeadLetterCopiesSpec
{
    private const string Copies = "persistence_id LIKE 'c-%'";

    [Fact]
    public Task Letter_is_listed_and_replayed_after_its_entry_is_deleted_on_Sqlite() => OnSqlite(ReplaysAsync);

    [PostgresFact]
    public Task Letter_is_listed_and_replayed_after_its_entry_is_deleted_on_PostgreSQL() => OnPostgres(ReplaysAsync);

    [Fact]
    public Task Letter_that_fails_again_keeps_its_copy_on_Sqlite() => OnSqlite(FailsAgainAsync);

    [PostgresFact]
    public Task Letter_that_fails_again_keeps_its_copy_on_PostgreSQL() => OnPostgres(FailsAgainAsync);

    [Fact]
    public Task Letter_that_was_replayed_before_the_purge_is_kept_until_it_is_settled_on_Sqlite() => OnSqlite(KeepsReplayedAsync);

    [PostgresFact]
    public Task Letter_that_was_replayed_before_the_purge_is_kept_until_it_is_settled_on_PostgreSQL() => OnPostgres(KeepsReplayedAsync);

    [Fact]
    public Task Replayed_letter_waits_with_many_others_and_comes_from_its_copy_on_Sqlite() => OnSqlite(WaitsAsync);

    private static async Task ReplaysAsync(RetainedQueues queues)
    {
        await RejectSecondOfThreeAsync(queues);
        Assert.Equal((3, 1), ((await queues.PurgeAsync()).Deleted, await queues.CountAsync(Copies)));
        await queues.LoseAsync();

        var letter = Assert.Single(queues.Letters("shipping").Letters);
        Assert.Equal((2, "one-2"), (letter.Offset, letter.Message.Transaction.Value));
        var member = queues.Join("shipping");
        Assert.Equal((1, 0), (queues.Replay("shipping").Done, queues.Letters("shipping").Total));
        // Its delivery is lost with the node. What is left of it is the saved progress, and the copy.
        Expect(RetainedQueues.Delivered(member), attempt: 2);
        await queues.LoseAsync();
        var repeated = queues.Settle(queues.Join("shipping"), delivery => new Acknowledge(delivery));
        // Nobody knows whether the number of the lost delivery was saved.
        Expect(repeated, repeated.Delivery.Attempt);
        await queues.SavedAsync("shipping", 3);
        Assert.Equal((0, 0), (queues.Describe("shipping").Missed, queues.Describe("shipping").Lag));
        await queues.PurgeAsync();
        Assert.Equal(0, await queues.CountAsync(Copies));

        await queues.LoseAsync();
        var again = queues.Join("shipping");
        queues.Commit(4, 1);
        queues.Handle(again, 4, 1);
    }

    private static async Task FailsAgainAsync(RetainedQueues queues)
    {
        await RejectSecondOfThreeAsync(queues);
        await queues.PurgeAsync();
        var member = queues.Join("shipping");
        queues.Replay("shipping");
        Expect(queues.Settle(member, delivery => new Reject(delivery, "still unreadable")), attempt: 2);
        await queues.LettersAsync("shipping", 1);
        queues.Commit(4, 1);
        queues.Handle(member, 4, 1);
        await queues.SavedAsync("shipping", 4);
        Assert.Equal((1, 1), ((await queues.PurgeAsync()).Deleted, await queues.CountAsync(Copies)));
        await queues.RestartAsync();

        var last = queues.Join("shipping");
        queues.Replay("shipping", "r2");
        Expect(queues.Settle(last, delivery => new Acknowledge(delivery)), attempt: 3);
        await queues.SavedAsync("shipping", 4);
        Assert.Equal((0, 0), (queues.Letters("shipping").Total, queues.Describe("shipping").Missed));
    }

    private static async Task KeepsReplayedAsync(RetainedQueues queues)
    {
        await RejectSecondOfThreeAsync(queues);
        Assert.Equal(1, queues.Replay("shipping").Done);
        await queues.LoseAsync();

        var (deleted, kept) = await queues.PurgeAsync();
        Assert.Equal(1, deleted);
        Assert.Equal("group shipping has not settled offset 2", Assert.Single(kept).Reason);
        Expect(queues.Settle(queues.Join("shipping"), delivery => new Acknowledge(delivery)), attempt: 2);
        await queues.SavedAsync("shipping", 3);
        Assert.Equal((2, 0), ((await queues.PurgeAsync()).Deleted, await queues.CountAsync(Copies)));
    }

    private static async Task WaitsAsync(RetainedQueues queues)
    {
        queues.Delivery.MaxPendingBytes = 1;
        await RejectSecondOfThreeAsync(queues);
        await queues.PurgeAsync();
        var member = queues.Join("shipping", room: 1);
        queues.Commit(4, 1);
        var first = RetainedQueues.Delivered(member);
        queues.Replay("shipping");
        // The member has no room, so the body is dropped meanwhile and read again.
        queues.Acknowledge(first);
        Expect(queues.Settle(member, delivery => new Retry(delivery, TimeSpan.FromMilliseconds(50), "busy")), attempt: 2);
        // It is pending and no letter any more, so its copy is used.
        await queues.PurgeAsync();
        Expect(queues.Settle(member, delivery => new Acknowledge(delivery)), attempt: 3);
        await queues.SavedAsync("shipping", 4);
        Assert.Equal(0, queues.Describe("shipping").Missed);
    }

    private static async Task RejectSecondOfThreeAsync(RetainedQueues queues)
    {
        await queues.CreateTopicAsync("shipping");
        queues.Commit(1, 3);
        var member = queues.Join("shipping");
        for (var i = 0; i < 3; i++)
            queues.Settle(member, delivery => delivery.Offset == 2 ? new Reject(delivery, "unreadable") : new Acknowledge(delivery));
        await queues.LettersAsync("shipping", 1);
        await queues.SavedAsync("shipping", 3);
        queues.Leave("shipping", member);
    }

    private static void Expect(Deliver deliver, int attempt) => Assert.Equal(
        (2, attempt, "one-2"), (deliver.Delivery.Offset, deliver.Delivery.Attempt, Encoding.UTF8.GetString(deliver.Message.Body.Span)));

    private static Task OnSqlite(Func<RetainedQueues, Task> test) => RetentionCase.RunAsync(StorageEngine.Sqlite, test);

    private static Task OnPostgres(Func<RetainedQueues, Task> test) => RetentionCase.RunAsync(StorageEngine.PostgreSql, test);
}
