using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Tests a service that forgets the outcomes of what the coordinator calls final.</summary>
public sealed class OutcomePurgeSpec
{
    private const string Outcomes = "SELECT count(*) FROM coordinator_outcomes";

    [Fact]
    [Trait("race", "50")]
    public async Task Outcomes_of_final_transactions_go_and_that_of_an_open_one_stays_until_it_is_decided()
    {
        await using var coordinator = await TestCoordinator.StartAsync("--retention.transactions", "2s", "--retention.interval", "1s");
        var database = coordinator.Database("orders");
        await using var service = await Participant.StartAsync(
            coordinator.ContactPoint,
            DoomedParticipant.ProducerGroup,
            participant => participant.UseOutcomeStore(SqlDialect.Sqlite, database.Connect),
            options => (options.PurgeInterval, options.KeepAtLeast) = (TimeSpan.FromSeconds(1), TimeSpan.Zero));
        var store = new OutcomeStore(SqlDialect.Sqlite, database.Connect) { ProducerGroup = new ProducerGroup(DoomedParticipant.ProducerGroup) };
        // Its local transaction commits, and nobody tells the coordinator.
        var open = await service.Producer.PrepareAsync([DoomedParticipant.Message(new TransactionId("open"))], TimeSpan.FromHours(1));
        await CommitLocallyAsync(store, open);
        for (var number = 0; number < 20; number++)
        {
            await service.Producer.SendAsync(
                [DoomedParticipant.Message(new TransactionId("order"))], (DbTransaction _, CancellationToken _) => Task.FromResult(LocalOutcome.Commit));
        }

        await Eventually.TrueAsync(() => database.Count(Outcomes) == 1, "the outcomes of transactions that have ended are purged");

        Assert.Equal(1, database.Count($"{Outcomes} WHERE transaction_id = '{open}'"));
        var late = TransactionId.FromGuid(Guid.CreateVersion7(TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(7)));
        await Assert.ThrowsAsync<TransactionPurgedException>(() => CommitLocallyAsync(store, late));
        await service.Producer.CommitAsync(open);
        await Eventually.TrueAsync(() => database.Count(Outcomes) == 0, "the last outcome is purged when its transaction has ended");
    }

    private static async Task CommitLocallyAsync(OutcomeStore store, TransactionId id)
    {
        await using var connection = await store.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await store.RecordCommittedAsync(transaction, id);
        await transaction.CommitAsync();
    }
}
