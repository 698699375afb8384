using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Producing;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Tests commands that contradict or repeat each other, over real connections.</summary>
public sealed class DecisionSpec
{
    [Fact]
    [Trait("race", "6")]
    public async Task Commit_has_one_effect_when_it_comes_on_two_connections_at_once()
    {
        var id = new TransactionId("twice");
        await using var coordinator = await TestCoordinator.StartAsync();
        var arrivals = new ArrivalLog();
        await using var consumer = await coordinator.ConsumerAsync("shipping", arrivals);
        await using var one = await coordinator.ProducerAsync();
        await using var other = await coordinator.ProducerAsync();

        await one.Producer.PrepareAsync(id, [DoomedParticipant.Message(id)], TimeSpan.FromMinutes(5));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(
            number => (number % 2 == 0 ? one : other).Producer.CommitAsync(id)));

        await Eventually.TrueAsync(() => arrivals.Of(id).Count > 0, "the message arrives");
        Assert.Equal(1, coordinator.Journal.Count("SELECT count(*) FROM journal WHERE manifest = 'ta'"));
        Assert.Equal(1, coordinator.Journal.Count("SELECT count(*) FROM journal WHERE manifest = 'qe'"));
    }

    [Fact]
    [Trait("race", "7")]
    public async Task Commit_is_refused_when_the_transaction_is_rolled_back()
    {
        var id = new TransactionId("rolled-back");
        await using var coordinator = await TestCoordinator.StartAsync();
        await using var producer = await coordinator.ProducerAsync();
        await producer.Producer.PrepareAsync(id, [DoomedParticipant.Message(id)], TimeSpan.FromMinutes(5));
        await producer.Producer.RollbackAsync(id, "changed our mind");

        var refused = await Assert.ThrowsAsync<TransactionRefusedException>(() => producer.Producer.CommitAsync(id));

        Assert.Equal(TransactionOutcome.AlreadyRolledBack, refused.Outcome);
        Assert.Equal(TransactionPhase.RolledBack, refused.Phase);
    }

    [Fact]
    [Trait("race", "7")]
    public async Task Rollback_is_refused_when_the_transaction_is_committed()
    {
        var id = new TransactionId("committed");
        await using var coordinator = await TestCoordinator.StartAsync();
        await using var producer = await coordinator.ProducerAsync();
        await producer.Producer.PrepareAsync(id, [DoomedParticipant.Message(id)], TimeSpan.FromMinutes(5));
        await producer.Producer.CommitAsync(id);

        var refused = await Assert.ThrowsAsync<TransactionRefusedException>(() => producer.Producer.RollbackAsync(id));

        Assert.Equal(TransactionOutcome.AlreadyCommitted, refused.Outcome);
    }

    [Fact]
    [Trait("race", "8")]
    public async Task Prepare_is_refused_when_a_rollback_came_before_it()
    {
        var id = new TransactionId("overtaken");
        await using var coordinator = await TestCoordinator.StartAsync();
        await using var producer = await coordinator.ProducerAsync();
        await producer.Producer.RollbackAsync(id);

        var refused = await Assert.ThrowsAsync<TransactionRefusedException>(
            () => producer.Producer.PrepareAsync(id, [DoomedParticipant.Message(id)]));

        Assert.Equal(TransactionOutcome.AlreadyRolledBack, refused.Outcome);
    }
}
