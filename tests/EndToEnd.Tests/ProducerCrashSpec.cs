using Coordinator.Contracts;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Histories;
using Coordinator.Harness.Processes;
using Coordinator.Harness.Waiting;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Race 4: a producer dies, and another instance of its group is checked for the transaction.</summary>
[Trait("race", "4")]
public sealed class ProducerCrashSpec
{
    [Theory]
    [InlineData(nameof(Moment.AfterPrepare), nameof(Verdict.RolledBack))]
    [InlineData(nameof(Moment.BeforeLocalCommit), nameof(Verdict.RolledBack))]
    [InlineData(nameof(Moment.AfterLocalCommit), nameof(Verdict.Committed))]
    public async Task Transaction_ends_as_the_database_says_when_its_producer_is_killed(string moment, string ending)
    {
        var expected = Enum.Parse<Verdict>(ending);
        var id = new TransactionId("doomed-1");
        await using var coordinator = await TestCoordinator.StartAsync();
        var arrivals = new ArrivalLog();
        await using var consumer = await coordinator.ConsumerAsync("shipping", arrivals);

        await KillProducerAsync(coordinator, id, Enum.Parse<Moment>(moment));
        await using var survivor = await coordinator.ProducerAsync();

        await Eventually.TrueAsync(
            () => coordinator.Journal.ReadDecisions().GetValueOrDefault(id) == expected,
            $"{id} is {expected} in the coordinator");
        Assert.Equal(expected, coordinator.Database("orders").ReadOutcomes()[id]);
        await AssertDeliveredAsync(arrivals, survivor, id, expected == Verdict.Committed);
    }

    [Fact]
    public async Task Transaction_is_unknown_or_rolled_back_when_its_producer_is_killed_before_prepare_is_answered()
    {
        var id = new TransactionId("doomed-2");
        await using var coordinator = await TestCoordinator.StartAsync();
        var arrivals = new ArrivalLog();
        await using var consumer = await coordinator.ConsumerAsync("shipping", arrivals);

        await KillProducerAsync(coordinator, id, Moment.BeforePrepareIsAnswered);
        await using var survivor = await coordinator.ProducerAsync();

        await Eventually.TrueAsync(
            () => coordinator.Journal.ReadDecisions().GetValueOrDefault(id) is Verdict.None or Verdict.RolledBack,
            $"{id} is not open");
        await AssertDeliveredAsync(arrivals, survivor, id, expected: false);
        Assert.NotEqual(Verdict.Open, coordinator.Journal.ReadDecisions().GetValueOrDefault(id));
    }

    private static async Task KillProducerAsync(TestCoordinator coordinator, TransactionId id, Moment moment)
    {
        await using var doomed = ChildProcess.Start(DotNet.Run(
            DoomedParticipant.Assembly,
            DoomedParticipant.Produce(coordinator.ContactPoint, coordinator.DatabasePath("orders"), id, moment)));
        await doomed.LineAsync(DoomedParticipant.Reached, Eventually.Bound);
        await doomed.KillAsync();
    }

    /// <summary>Sends a later message of the same key. A message that is not delivered before it will never be.</summary>
    private static async Task AssertDeliveredAsync(ArrivalLog arrivals, Participant survivor, TransactionId id, bool expected)
    {
        var later = new TransactionId("later");
        await survivor.SendAsync(later, DoomedParticipant.Message(later));
        await Eventually.TrueAsync(() => arrivals.Of(later).Count > 0, "the later message arrives");
        Assert.Equal(expected, arrivals.Of(id).Count > 0);
    }
}
