using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Transactions;

namespace Coordinator.Tests.Sessions;

/// <summary>Tests who is told which transactions are final.</summary>
public sealed class SessionFinalSpec : SessionKit
{
    private static readonly DateTimeOffset Before = DateTimeOffset.UnixEpoch.AddYears(56);
    private static readonly TransactionId Open = new("01990000000170008000000000000001");

    private static readonly FinalWatermark Final = new(Before, [(Orders, Open), (new ProducerGroup("billing"), new TransactionId("secret"))]);

    [Fact]
    public void Producer_is_told_what_is_final_of_its_own_group()
    {
        var listener = StartListener();
        OpenSession(listener);

        listener.Tell(Final, TestActor);

        Expect();
    }

    [Fact]
    public void Producer_that_comes_later_is_told_too()
    {
        var listener = StartListener();
        listener.Tell(Final, TestActor);

        OpenSession(listener);

        Expect();
    }

    private void Expect()
    {
        var told = Assert.IsType<FinalIds>(Participant.FishForMessage<Frame>(frame => frame.Items.Any(item => item is FinalIds)).Items
            .Single(item => item is FinalIds));
        Assert.Equal((Orders, Before), (told.Group, told.Before));
        Assert.Equal([Open], told.Except);
    }
}
