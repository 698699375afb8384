using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Persistence;
using Coordinator.Retention;
using Coordinator.Retention.Removals;
using Coordinator.Tests.Retention.Queues;
using Coordinator.Topics.Catalog;

namespace Coordinator.Tests.Retention.Removals;

public sealed class IdleGroupsSpec
{
    [Fact]
    [Trait("race", "65")]
    public Task Group_without_consumers_is_removed_after_its_time_and_not_before() => RunAsync(async queues =>
    {
        await queues.CreateTopicAsync("shipping");
        queues.Leave("shipping", queues.Join("shipping"));

        await queues.NewIdleGroups(TimeSpan.FromHours(1), TimeSpan.FromMinutes(89)).DeleteAsync(100, CancellationToken.None);
        Assert.Empty((await queues.TopicAsync()).Removals);

        await queues.NewIdleGroups(TimeSpan.FromHours(1), TimeSpan.FromMinutes(91)).DeleteAsync(100, CancellationToken.None);
        Assert.Equal(("coordinator", RemovalStage.Begun), Begun(await queues.TopicAsync()));
        await queues.NewRemovals().DeleteAsync(100, CancellationToken.None);
        Assert.Empty((await queues.TopicAsync()).Groups);
    });

    [Fact]
    [Trait("race", "65")]
    public Task Consumer_that_comes_before_the_decision_keeps_the_group() => RunAsync(async queues =>
    {
        await queues.CreateTopicAsync("shipping");
        await queues.NewIdleGroups(TimeSpan.FromHours(1), TimeSpan.FromHours(2)).DeleteAsync(100, CancellationToken.None);
        queues.AskTopic<RemovalAnswer>(new AbandonRemoval(RetainedQueues.Queue.Topic, 1, "for the test"));
        var since = (await queues.TopicAsync()).Removals[0].UnseenSince;
        queues.Leave("shipping", queues.Join("shipping"));

        queues.AskTopic<RemovalAnswer>(new BeginRemoval(RetainedQueues.Queue.Topic, new ConsumerGroup("shipping"), "coordinator", "idle", "", [], since));
        await queues.NewRemovals().DeleteAsync(100, CancellationToken.None);

        Assert.Contains("a consumer of the group was seen at", (await queues.TopicAsync()).Removals[^1].Reason, StringComparison.Ordinal);
        Assert.Single((await queues.TopicAsync()).Groups);
    });

    [Fact]
    public Task Group_with_dead_letters_is_kept_and_shown() => RunAsync(async queues =>
    {
        await queues.CreateTopicAsync("shipping");
        queues.Commit(1, 1);
        var member = queues.Join("shipping");
        queues.Settle(member, delivery => new Reject(delivery, "no stock"));
        await queues.LettersAsync("shipping", 1);
        queues.Leave("shipping", member);

        var batch = await queues.NewIdleGroups(TimeSpan.FromHours(1), TimeSpan.FromHours(2)).DeleteAsync(100, CancellationToken.None);

        Assert.Equal(1, Assert.Single(batch.Kept).Rows);
        Assert.Empty((await queues.TopicAsync()).Removals);
    });

    [Fact]
    public async Task Groups_stay_by_default()
    {
        await RunAsync(async queues =>
        {
            await queues.CreateTopicAsync("shipping");
            await queues.NewIdleGroups(new RetentionOptions().IdleGroups, TimeSpan.FromDays(1_000)).DeleteAsync(100, CancellationToken.None);
            Assert.Empty((await queues.TopicAsync()).Removals);
        });
        Assert.Contains(
            "idleGroups must be 0s or at least 1h, but is 1m.", new RetentionOptions { IdleGroups = TimeSpan.FromMinutes(1) }.Problems());
    }

    private static (string, RemovalStage) Begun(TopicState topic) => (Assert.Single(topic.Removals).Who, topic.Removals[0].Stage);

    private static Task RunAsync(Func<RetainedQueues, Task> test) => RetentionCase.RunAsync(StorageEngine.Sqlite, test);
}
