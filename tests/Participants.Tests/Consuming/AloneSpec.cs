using Akka.Actor;
using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Link;

namespace Coordinator.Participants.Tests.Consuming;

/// <summary>Race 28 at the consumer: a message that may have ended a process runs alone, and only after the coordinator knows.</summary>
[Trait("race", "28")]
public sealed class AloneSpec : ConsumerKit
{
    [Fact]
    public async Task Suspect_begins_only_when_the_coordinator_has_said_so()
    {
        var consumer = Start();
        var suspect = Suspect(1);
        consumer.Tell(suspect);
        Assert.Equal(new MayBegin(suspect.Delivery, IsAlone: true), Sent<MayBegin>());
        await Quiet(consumer);
        Assert.Empty(Handlers);

        consumer.Tell(new Begin(suspect.Delivery));
        (await Running(1))[0].End.SetResult();

        Assert.Equal(new Acknowledge(suspect.Delivery), Settled());
    }

    [Fact]
    public async Task Suspect_waits_for_running_handlers_and_holds_up_new_ones()
    {
        var consumer = Start();
        consumer.Tell(Deliveries.Of(Key, 1));
        var running = await Running(1);
        consumer.Tell(Suspect(2));
        consumer.Tell(Deliveries.Of(Key, 3));
        await Quiet(consumer);
        Link.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        running[0].End.SetResult();
        Assert.IsType<Acknowledge>(Settled());
        var asked = Sent<MayBegin>();
        Assert.True(asked.IsAlone);
        consumer.Tell(new Begin(asked.Delivery));
        running = await Running(2);
        await Quiet(consumer);
        Assert.Equal(2, Handlers.Count);

        running[1].End.SetResult();
        Assert.Equal(3, (await Running(3))[2].Offset);
    }

    [Fact]
    public async Task Suspects_run_one_after_the_other_also_those_of_other_subscriptions()
    {
        var (one, other) = (Start(), Start());
        one.Tell(Suspect(1));
        var first = Sent<MayBegin>();
        other.Tell(Suspect(2));
        Link.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        one.Tell(new Begin(first.Delivery));
        (await Running(1))[0].End.SetResult();
        Assert.IsType<Acknowledge>(Settled());

        Assert.Equal(2, Sent<MayBegin>().Delivery.Offset);
    }

    [Fact]
    public async Task Suspect_without_leave_is_handed_back_when_its_lease_is_over_and_others_go_on()
    {
        var consumer = Start();
        consumer.Tell(Suspect(1));
        Sent<MayBegin>();
        for (var look = 1; look < 6; look++)
        {
            await LookAtLeases(consumer);
            Sent<MayBegin>();
        }

        await LookAtLeases(consumer);
        Assert.IsType<HandBack>(Settled());
        consumer.Tell(Deliveries.Of(Key, 2));
        await Running(1);
    }

    [Fact]
    public async Task Leave_is_asked_for_again_also_for_a_later_attempt()
    {
        var consumer = Start();
        consumer.Tell(Suspect(1));
        Sent<MayBegin>();
        await LookAtLeases(consumer);
        Assert.Equal(1, Sent<MayBegin>().Delivery.Attempt);
        consumer.Tell(Suspect(1, attempt: 2));
        var again = Sent<MayBegin>();
        Assert.Equal((2, true), (again.Delivery.Attempt, again.IsAlone));
        consumer.Tell(new Begin(again.Delivery));
        await Running(1);
    }

    [Fact]
    public async Task Delivery_that_waits_runs_alone_when_a_later_attempt_says_so()
    {
        var consumer = Start(concurrency: 1);
        consumer.Tell(Deliveries.Of(Key, 1));
        consumer.Tell(Deliveries.Of(Key, 2));
        var running = await Running(1);
        consumer.Tell(Suspect(2, attempt: 3));
        running[0].End.SetResult();
        Assert.IsType<Acknowledge>(Settled());
        Assert.Equal(3, Sent<MayBegin>().Delivery.Attempt);
        await Quiet(consumer);
        Assert.Single(Handlers);
    }

    [Fact]
    public async Task Suspects_that_wait_take_no_place_from_others()
    {
        var consumer = Start(concurrency: 2);
        consumer.Tell(Deliveries.Of(Key, 1));
        var running = await Running(1);
        for (var offset = 2; offset <= 5; offset++)
            consumer.Tell(Suspect(offset));
        consumer.Tell(Deliveries.Of(Key, 6));
        await Quiet(consumer);
        running[0].End.SetResult();
        Assert.IsType<Acknowledge>(Settled());
        var asked = Sent<MayBegin>();
        consumer.Tell(new Begin(asked.Delivery));
        running = await Running(2);
        running[1].End.SetResult();
        Assert.Equal(2, Settled().Delivery.Offset);
        Assert.Equal(6, (await Running(3))[2].Offset);
    }

    [Fact]
    public async Task Suspect_of_a_lost_session_does_not_begin_and_others_go_on()
    {
        var consumer = Start();
        var suspect = Suspect(1);
        consumer.Tell(suspect);
        Sent<MayBegin>();
        consumer.Tell(new SessionDown());
        consumer.Tell(new Begin(suspect.Delivery));
        consumer.Tell(Deliveries.Of(Key, 2));

        Assert.Equal(2, (await Running(1))[0].Offset);
    }

    [Fact]
    public async Task Leave_for_an_earlier_attempt_begins_nothing()
    {
        var consumer = Start();
        var suspect = Suspect(1, attempt: 2);
        consumer.Tell(suspect);
        Sent<MayBegin>();
        consumer.Tell(new Begin(suspect.Delivery with { Attempt = 1 }));
        await Quiet(consumer);
        Assert.Empty(Handlers);
    }

    /// <summary>Lets a consumer look at its leases once. Its timer is set after it has sent what the last look asked for.</summary>
    private async Task LookAtLeases(IActorRef consumer)
    {
        await Quiet(consumer);
        Time.Advance(TimeSpan.FromMinutes(1) / 8);
    }

    private static Deliver Suspect(long offset, int attempt = 1) => Deliveries.Of(Key, offset, attempt) with { Alone = true };
}
