using Akka.Actor;
using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Link;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Tests.Consuming;

/// <summary>Leases of deliveries at the consumer: renewed while handlers run, and handed back when none has begun.</summary>
public sealed class LeaseKeepingSpec : ConsumerKit
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Look = Lease / 8;

    [Fact]
    [Trait("attack", "L5")]
    public async Task Lease_is_renewed_while_the_handler_runs_and_no_longer()
    {
        var consumer = Start();
        consumer.Tell(Deliveries.Of(Key, 7, attempt: 2));
        var running = await Running(1);
        for (var renewal = 0; renewal < 5; renewal++)
        {
            for (var look = 0; look < 3; look++)
                await Pass(consumer, Look);
            var renewed = Sent<RenewLeases>();
            Assert.Equal((Key.Group, new RunningDelivery(7, 2)), (renewed.Group, Assert.Single(renewed.Running)));
        }

        running[0].End.SetResult();
        Assert.IsType<Acknowledge>(Settled());
        for (var look = 0; look < 20; look++)
            await Pass(consumer, Look);
        Link.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task Lease_of_a_handler_that_runs_too_long_is_not_renewed_and_that_is_logged_once()
    {
        var consumer = Start(configure: options => options.RenewLeaseFor = Look * 4);
        consumer.Tell(Deliveries.Of(Key, 7));
        await Running(1);
        for (var look = 0; look < 3; look++)
            await Pass(consumer, Look);
        Sent<RenewLeases>();
        for (var look = 0; look < 10; look++)
            await Pass(consumer, Look);
        Link.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Assert.Contains("RenewLeaseFor", Assert.Single(Lines.Of(LogLevel.Warning)), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("attack", "L6")]
    public async Task Delivery_that_waits_for_a_handler_is_handed_back_before_its_lease_is_over()
    {
        var consumer = Start(concurrency: 1);
        consumer.Tell(Deliveries.Of(Key, 1));
        consumer.Tell(Deliveries.Of(Key, 2));
        var running = await Running(1);
        for (var look = 0; look < 3; look++)
            await Pass(consumer, Look);
        Sent<RenewLeases>();
        for (var look = 0; look < 3; look++)
            await Pass(consumer, Look);

        Assert.Equal(2, Assert.IsType<HandBack>(Settled()).Delivery.Offset);
        running[0].End.SetResult();
        await Quiet(consumer);
        Assert.Single(Handlers);
    }

    [Fact]
    [Trait("attack", "L6")]
    public async Task Handler_does_not_begin_after_the_lease_of_its_delivery_even_when_no_timer_has_fired()
    {
        var consumer = Start(concurrency: 1);
        consumer.Tell(Deliveries.Of(Key, 1));
        consumer.Tell(Deliveries.Of(Key, 2));
        var running = await Running(1);
        // A process that was paused: the handler ends first, and the timers fire afterwards.
        Time.ClockOffset = TimeSpan.FromDays(1);
        Time.Pause(Lease);
        running[0].End.SetResult();

        Assert.IsType<Acknowledge>(Settled());
        Assert.Equal(2, Assert.IsType<HandBack>(Settled()).Delivery.Offset);
        Assert.Single(Handlers);
    }

    [Fact]
    public async Task Handler_that_begins_late_in_its_lease_renews_it_at_once()
    {
        var consumer = Start(concurrency: 1);
        consumer.Tell(Deliveries.Of(Key, 1));
        consumer.Tell(Deliveries.Of(Key, 2));
        var running = await Running(1);
        await Pass(consumer, Lease / 2);
        Assert.Equal(1, Assert.Single(Sent<RenewLeases>().Running).Offset);
        running[0].End.SetResult();
        Assert.IsType<Acknowledge>(Settled());

        Assert.Equal(2, Assert.Single(Sent<RenewLeases>().Running).Offset);
    }

    [Fact]
    public async Task New_session_hears_at_once_which_handlers_still_run()
    {
        var consumer = Start(concurrency: 1);
        consumer.Tell(Deliveries.Of(Key, 1));
        await Running(1);
        consumer.Tell(new SessionDown());
        consumer.Tell(new SessionUp());
        Subscribed();
        consumer.Tell(new SubscribeReply(Key.Group, Key.Topic, Accepted: true));

        Assert.Equal(new RunningDelivery(1, 1), Assert.Single(Sent<RenewLeases>().Running));
    }

    [Fact]
    [Trait("attack", "L16")]
    public async Task Clock_that_is_set_moves_no_lease()
    {
        var consumer = Start();
        consumer.Tell(Deliveries.Of(Key, 7));
        await Running(1);
        Time.ClockOffset = TimeSpan.FromHours(-1);
        for (var look = 0; look < 3; look++)
            await Pass(consumer, Look);
        Sent<RenewLeases>();
        Time.ClockOffset = TimeSpan.FromHours(1);
        for (var look = 0; look < 3; look++)
            await Pass(consumer, Look);
        Sent<RenewLeases>();
    }

    private async Task Pass(IActorRef consumer, TimeSpan time)
    {
        Time.Advance(time);
        await Quiet(consumer);
    }
}
