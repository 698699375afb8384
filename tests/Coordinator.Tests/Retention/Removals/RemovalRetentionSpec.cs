using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;
using Coordinator.Persistence;
using Coordinator.Retention.Removals;
using Coordinator.Testing;
using Coordinator.Tests.Retention.Queues;
using Coordinator.Topics.Catalog;

namespace Coordinator.Tests.Retention.Removals;

/// <summary>Tests the whole path of the deletion of groups and topics on both databases.</summary>
public sealed class RemovalRetentionSpec
{
    private static readonly ConsumerGroup Shipping = new("shipping");

    [Fact]
    [Trait("race", "61")]
    public Task Removed_group_holds_nothing_and_comes_back_as_another_one_on_Sqlite() => OnSqlite(RemovesGroupAsync);

    [PostgresFact]
    [Trait("race", "61")]
    public Task Removed_group_holds_nothing_and_comes_back_as_another_one_on_PostgreSQL() => OnPostgres(RemovesGroupAsync);

    [Fact]
    [Trait("race", "61")]
    public Task Group_with_a_consumer_stays_on_Sqlite() => OnSqlite(KeepsGroupWithConsumerAsync);

    [PostgresFact]
    [Trait("race", "61")]
    public Task Group_with_a_consumer_stays_on_PostgreSQL() => OnPostgres(KeepsGroupWithConsumerAsync);

    [Fact]
    [Trait("race", "62")]
    public Task Removal_goes_on_after_a_crash_at_any_step_on_Sqlite() => OnSqlite(GoesOnAfterCrashAsync);

    [PostgresFact]
    [Trait("race", "62")]
    public Task Removal_goes_on_after_a_crash_at_any_step_on_PostgreSQL() => OnPostgres(GoesOnAfterCrashAsync);

    [Fact]
    public Task Dead_letters_of_a_removed_group_are_dropped_with_their_copies_on_Sqlite() => OnSqlite(DropsLettersAsync);

    [PostgresFact]
    public Task Dead_letters_of_a_removed_group_are_dropped_with_their_copies_on_PostgreSQL() => OnPostgres(DropsLettersAsync);

    [Fact]
    [Trait("race", "63")]
    public Task Offsets_of_a_deleted_topic_go_on_when_it_is_created_again_on_Sqlite() => OnSqlite(DeletesTopicAsync);

    [PostgresFact]
    [Trait("race", "63")]
    public Task Offsets_of_a_deleted_topic_go_on_when_it_is_created_again_on_PostgreSQL() => OnPostgres(DeletesTopicAsync);

    [Fact]
    [Trait("race", "63")]
    public Task Topic_that_got_a_message_since_the_confirmation_stays_on_Sqlite() => OnSqlite(KeepsTopicWithNewMessageAsync);

    [PostgresFact]
    [Trait("race", "63")]
    public Task Topic_that_got_a_message_since_the_confirmation_stays_on_PostgreSQL() => OnPostgres(KeepsTopicWithNewMessageAsync);

    [Fact]
    [Trait("race", "64")]
    public Task Topic_stays_while_a_transaction_sends_to_it_on_Sqlite() => OnSqlite(KeepsTopicWithSenderAsync);

    [PostgresFact]
    [Trait("race", "64")]
    public Task Topic_stays_while_a_transaction_sends_to_it_on_PostgreSQL() => OnPostgres(KeepsTopicWithSenderAsync);

    [Fact]
    [Trait("race", "64")]
    public Task Message_that_is_committed_after_the_deletion_is_kept_on_Sqlite() => OnSqlite(KeepsLateMessageAsync);

    [PostgresFact]
    [Trait("race", "64")]
    public Task Message_that_is_committed_after_the_deletion_is_kept_on_PostgreSQL() => OnPostgres(KeepsLateMessageAsync);

    [Fact]
    public Task Delayed_messages_of_a_deleted_topic_do_not_come_on_Sqlite() => OnSqlite(DropsDelayedAsync);

    [PostgresFact]
    public Task Delayed_messages_of_a_deleted_topic_do_not_come_on_PostgreSQL() => OnPostgres(DropsDelayedAsync);

    private static async Task RemovesGroupAsync(RetainedQueues queues)
    {
        await queues.CreateTopicAsync("shipping", "billing");
        queues.Commit(1, 10);
        var member = queues.Join("shipping");
        queues.Handle(member, 1, 4);
        queues.Leave("shipping", member);
        queues.Handle(queues.Join("billing"), 1, 10);
        await queues.SavedAsync("shipping", 4);
        await queues.SavedAsync("billing", 10);
        Assert.Equal((4, 6), (await queues.PurgeAsync() is var held ? held.Deleted : 0, queues.Describe("shipping").Lag));

        Begin(queues, Shipping);
        await RunAsync(queues.NewRemovals());

        Assert.Equal(RemovalStage.Completed, Assert.Single((await queues.TopicAsync()).Removals).Stage);
        Assert.False(queues.Describe("shipping").Known);
        Assert.Equal(0, await queues.ReadAsync("SELECT COUNT(*) FROM snapshot WHERE persistence_id LIKE 'g-shipping%'"));
        Assert.Equal(0, await queues.CountAsync("persistence_id LIKE 'g-shipping%'"));
        Assert.Equal(6, (await queues.PurgeAsync()).Deleted);
        // What the session of an old consumer sends is refused. It joins again.
        Assert.Equal(new ConsumerRefused(RetainedQueues.Queue, Shipping), queues.Attach<ConsumerRefused>("shipping"));
        queues.AskTopic<TopicDescription>(new JoinTopic(RetainedQueues.Queue.Topic, Shipping));
        queues.Commit(11, 2);
        queues.Handle(queues.Join("shipping"), 11, 2);
        await queues.SavedAsync("shipping", 12, generation: 1);
    }

    private static async Task KeepsGroupWithConsumerAsync(RetainedQueues queues)
    {
        await queues.CreateTopicAsync("shipping");
        queues.Commit(1, 3);
        var member = queues.Join("shipping");
        queues.Handle(member, 1, 2);

        Begin(queues, Shipping);
        await RunAsync(queues.NewRemovals());

        var removal = Assert.Single((await queues.TopicAsync()).Removals);
        Assert.Equal(RemovalStage.Abandoned, removal.Stage);
        Assert.Contains("Stop or unsubscribe them first", removal.Reason, StringComparison.Ordinal);
        queues.Settle(member, delivery => new Acknowledge(delivery));
        queues.Leave("shipping", member);
        queues.Commit(4, 1);
        queues.Handle(queues.Join("shipping"), 4, 1);
    }

    private static async Task GoesOnAfterCrashAsync(RetainedQueues queues)
    {
        await queues.CreateTopicAsync("shipping");
        queues.Commit(1, 3);
        var member = queues.Join("shipping");
        queues.Handle(member, 1, 1);
        queues.Leave("shipping", member);
        await queues.SavedAsync("shipping", 1);

        Begin(queues, Shipping);
        await queues.LoseAsync();
        // A consumer that comes in the meantime waits.
        queues.AttachSilently("shipping");
        Assert.Equal(RemovalStage.Begun, Assert.Single((await queues.TopicAsync()).Removals).Stage);
        Assert.Equal(RemovalStage.Decided, queues.AskTopic<RemovalAnswer>(new DecideRemoval(RetainedQueues.Queue.Topic, 1)).Stage);
        await queues.LoseAsync();
        Assert.Equal(new ConsumerRefused(RetainedQueues.Queue, Shipping), queues.Attach<ConsumerRefused>("shipping"));
        await queues.LoseAsync();
        await RunAsync(queues.NewRemovals());
        await RunAsync(queues.NewRemovals());

        Assert.Equal(RemovalStage.Completed, Assert.Single((await queues.TopicAsync()).Removals).Stage);
        Assert.Equal(0, await queues.ReadAsync("SELECT COUNT(*) FROM snapshot WHERE persistence_id LIKE 'g-%'"));
    }

    private static async Task DropsLettersAsync(RetainedQueues queues)
    {
        await queues.CreateTopicAsync("shipping");
        queues.Commit(1, 3);
        var member = queues.Join("shipping");
        for (var i = 0; i < 3; i++)
            queues.Settle(member, delivery => new Reject(delivery, "no stock"));
        await queues.LettersAsync("shipping", 3);
        await queues.SavedAsync("shipping", 3);
        Assert.Equal(3, (await queues.PurgeAsync()).Deleted);
        queues.Leave("shipping", member);

        Begin(queues, Shipping);
        await RunAsync(queues.NewRemovals());
        await queues.PurgeAsync();

        Assert.Empty(queues.Letters("shipping").Letters);
        Assert.Equal(0, await queues.CountAsync("manifest IN ('dl', 'qc')"));
        await queues.LoseAsync();
        Assert.Empty(queues.Letters("shipping").Letters);
        queues.AskTopic<TopicDescription>(new JoinTopic(RetainedQueues.Queue.Topic, Shipping));
        queues.Commit(4, 1);
        queues.Settle(queues.Join("shipping"), delivery => new Reject(delivery, "no stock"));
        await queues.LettersAsync("shipping", 1);
    }

    private static async Task DeletesTopicAsync(RetainedQueues queues)
    {
        await queues.CreateTopicAsync("shipping");
        queues.Commit(1, 5);
        var member = queues.Join("shipping");
        queues.Handle(member, 1, 2);
        queues.Leave("shipping", member);

        Begin(queues, null, 5, 0);
        await RunAsync(queues.NewRemovals());
        Assert.Equal(RemovalStage.Completed, Assert.Single((await queues.TopicAsync()).Removals).Stage);
        await queues.LoseAsync();
        queues.AskTopic<TopicDescription>(new JoinTopic(RetainedQueues.Queue.Topic, Shipping));
        Assert.Equal(5, (await queues.PurgeAsync()).Deleted);

        Assert.Equal(0, await queues.CountAsync("persistence_id LIKE 'q-%' OR persistence_id LIKE 'g-%'"));
        queues.Commit(6, 2);
        queues.Handle(queues.Join("shipping"), 6, 2);
    }

    private static async Task KeepsTopicWithNewMessageAsync(RetainedQueues queues)
    {
        await queues.CreateTopicAsync("shipping");
        queues.Commit(1, 5);

        Begin(queues, null, 4, 0);
        await RunAsync(queues.NewRemovals());

        var removal = Assert.Single((await queues.TopicAsync()).Removals);
        Assert.Equal((RemovalStage.Abandoned, "1 messages have entered queue orders.paid/0 since the request."), (removal.Stage, removal.Reason));
        queues.Handle(queues.Join("shipping"), 1, 5);
    }

    private static async Task KeepsTopicWithSenderAsync(RetainedQueues queues)
    {
        await queues.CreateTopicAsync("shipping");
        await queues.PrepareAsync("open-1");

        Begin(queues, null, 0, 0);
        await RunAsync(queues.NewRemovals());

        var removal = Assert.Single((await queues.TopicAsync()).Removals);
        Assert.Equal(RemovalStage.Abandoned, removal.Stage);
        Assert.Contains("transaction open-1 is Prepared", removal.Reason, StringComparison.Ordinal);
    }

    private static async Task KeepsLateMessageAsync(RetainedQueues queues)
    {
        await queues.CreateTopicAsync("shipping");
        queues.Commit(1, 2);
        Begin(queues, null, 2, 0);
        Assert.Equal(RemovalStage.Decided, queues.AskTopic<RemovalAnswer>(new DecideRemoval(RetainedQueues.Queue.Topic, 1)).Stage);
        queues.Commit(3, 1);

        await RunAsync(queues.NewRemovals());
        await RunAsync(queues.NewRemovals());

        Assert.True((await queues.TopicAsync()).Exists);
        queues.AskTopic<TopicDescription>(new JoinTopic(RetainedQueues.Queue.Topic, Shipping));
        queues.Handle(queues.Join("shipping"), 3, 1);
    }

    private static async Task DropsDelayedAsync(RetainedQueues queues)
    {
        await queues.CreateTopicAsync("shipping");
        queues.Commit(1, 2, TimeSpan.FromSeconds(20));
        await queues.SavedAsync("coordinator:schedule", 0, RetainedQueues.Schedule);

        Begin(queues, null, 0, 2);
        await RunAsync(queues.NewRemovals());
        queues.AskTopic<TopicDescription>(new JoinTopic(RetainedQueues.Queue.Topic, Shipping));
        queues.Commit(3, 1, TimeSpan.FromSeconds(1));

        var member = queues.Join("shipping");
        Assert.Equal("one-3", queues.Settle(member, delivery => new Acknowledge(delivery)).Id.Transaction.Value);
        await queues.SavedAsync("coordinator:schedule", 3, RetainedQueues.Schedule, generation: 1);
        Assert.Equal(0, await queues.ReadAsync("SELECT COUNT(*) FROM snapshot WHERE persistence_id = 'g-coordinator:schedule/orders.paid/-1'"));
    }

    private static void Begin(RetainedQueues queues, ConsumerGroup? group, params long[] ends) => Assert.Null(
        queues.AskTopic<RemovalAnswer>(new BeginRemoval(RetainedQueues.Queue.Topic, group, "ann", "not used", "something", ends)).Refusal);

    private static async Task RunAsync(RemovalRetention removals)
    {
        for (var batch = 0; batch < 20; batch++)
        {
            var done = await removals.DeleteAsync(1_000, CancellationToken.None);
            if (done is { IsMore: false, LookAfter: null })
                return;
        }

        Assert.Fail("The removal does not end.");
    }

    private static Task OnSqlite(Func<RetainedQueues, Task> test) => RetentionCase.RunAsync(StorageEngine.Sqlite, test);

    private static Task OnPostgres(Func<RetainedQueues, Task> test) => RetentionCase.RunAsync(StorageEngine.PostgreSql, test);
}
