using Akka.Actor;
using Coordinator.Contracts.Consuming;

namespace Coordinator.Participants.Tests.Consuming;

/// <summary>Tests a consumer that has deliveries of a coordinator which is then restored, and gives their offsets to other messages.</summary>
[Trait("race", "54")]
public sealed class RestoredCoordinatorSpec : ConsumerKit
{
    private const long Restored = 1_790_000_000_000;

    [Fact]
    public async Task Message_at_an_offset_that_is_in_hand_has_a_handler_and_an_acknowledgement_of_its_own()
    {
        var consumer = Start();
        consumer.Tell(Deliveries.Of(Key, 17));
        var before = (await Running(1))[0];
        var other = Deliveries.Of(Key, 17);
        consumer.Tell(other with { Delivery = other.Delivery with { Epoch = Restored } });
        var after = (await Running(2))[1];

        before.End.SetResult();
        Assert.Equal(0, Assert.IsType<Acknowledge>(Settled()).Delivery.Epoch);
        after.End.SetResult();
        Assert.Equal(Restored, Assert.IsType<Acknowledge>(Settled()).Delivery.Epoch);
    }

    [Fact]
    public async Task Leases_of_each_log_are_renewed_by_themselves()
    {
        var consumer = Start();
        consumer.Tell(Deliveries.Of(Key, 17));
        var other = Deliveries.Of(Key, 17);
        consumer.Tell(other with { Delivery = other.Delivery with { Epoch = Restored } });
        await Running(2);
        consumer.Tell(new SubscribeReply(Key.Group, Key.Topic, Accepted: true));

        var renewed = (RenewLeases[])[Sent<RenewLeases>(), Sent<RenewLeases>()];
        Assert.Equal([0, Restored], renewed.Select(renew => renew.Epoch).Order());
        Assert.All(renewed, renew => Assert.Equal(17, Assert.Single(renew.Running).Offset));
    }
}
