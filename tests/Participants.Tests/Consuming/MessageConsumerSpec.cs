using Akka.Actor;
using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Link;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Tests.Consuming;

public sealed class MessageConsumerSpec : ConsumerKit
{
    private static readonly StopConsuming Stop = new(TimeSpan.FromSeconds(5));

    [Fact]
    public async Task Handler_that_returns_acknowledges()
    {
        var consumer = Start();
        consumer.Tell(Deliveries.Of(Key, 7));

        (await Running(1))[0].End.SetResult();

        Assert.Equal(new Acknowledge(Deliveries.Of(Key, 7).Delivery), Settled());
    }

    [Fact]
    public async Task Handler_that_throws_asks_for_a_retry_at_the_coordinators_pace()
    {
        var consumer = Start();
        consumer.Tell(Deliveries.Of(Key, 7));

        (await Running(1))[0].End.SetException(new InvalidOperationException("no stock"));

        var retry = Assert.IsType<Retry>(Settled());
        Assert.Null(retry.Delay);
        Assert.Equal("InvalidOperationException: no stock", retry.Reason);
    }

    [Fact]
    public async Task Handler_chooses_its_own_delay()
    {
        var consumer = Start();
        consumer.Tell(Deliveries.Of(Key, 7));

        (await Running(1))[0].End.SetException(new RetryLaterException(TimeSpan.FromMinutes(3), "warehouse closed"));

        var retry = Assert.IsType<Retry>(Settled());
        Assert.Equal((TimeSpan.FromMinutes(3), "warehouse closed"), (retry.Delay, retry.Reason));
    }

    [Fact]
    public async Task Handler_rejects_for_good()
    {
        var consumer = Start();
        consumer.Tell(Deliveries.Of(Key, 7));

        (await Running(1))[0].End.SetException(new RejectMessageException("no such customer"));

        Assert.Equal("no such customer", Assert.IsType<Reject>(Settled()).Reason);
    }

    [Fact]
    public async Task Long_reason_is_cut_to_what_the_wire_allows()
    {
        var consumer = Start();
        consumer.Tell(Deliveries.Of(Key, 7));

        (await Running(1))[0].End.SetException(new RejectMessageException(new string('x', 5_000)));

        Assert.Equal(1_024, Assert.IsType<Reject>(Settled()).Reason!.Length);
    }

    [Fact]
    public async Task No_more_handlers_run_at_once_than_allowed()
    {
        var consumer = Start(concurrency: 2);
        for (var offset = 1; offset <= 3; offset++)
            consumer.Tell(Deliveries.Of(Key, offset));
        var running = await Running(2);
        await Quiet(consumer);
        Assert.Equal(2, Handlers.Count);

        running[0].End.SetResult();

        await Running(3);
    }

    [Fact]
    public async Task Redelivery_of_a_message_in_hand_runs_no_second_handler_and_the_newest_attempt_is_settled()
    {
        var consumer = Start();
        consumer.Tell(Deliveries.Of(Key, 7, attempt: 1));
        var running = await Running(1);
        consumer.Tell(Deliveries.Of(Key, 7, attempt: 2));
        Assert.Equal(new RunningDelivery(7, 2), Assert.Single(Sent<RenewLeases>().Running));

        running[0].End.SetResult();

        Assert.Equal(2, Assert.IsType<Acknowledge>(Settled()).Delivery.Attempt);
        Link.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Assert.Single(Handlers);
    }

    [Fact]
    public void Consumer_subscribes_in_every_session()
    {
        var consumer = Start();
        for (var session = 0; session < 2; session++)
        {
            consumer.Tell(new SessionUp());
            Assert.Equal(Key, Subscribed());
            consumer.Tell(new SessionDown());
        }
    }

    [Fact]
    public async Task Consumer_asks_again_when_its_subscription_is_not_answered()
    {
        var consumer = Start();
        consumer.Tell(new SessionUp());
        Subscribed();
        await Quiet(consumer);

        Time.Advance(TimeSpan.FromSeconds(5));

        Subscribed();
    }

    [Fact]
    public async Task Consumer_asks_again_later_when_it_is_refused_for_now()
    {
        var consumer = Start();
        consumer.Tell(new SessionUp());
        foreach (var wait in new[] { 200, 400 })
        {
            Subscribed();
            consumer.Tell(new SubscribeReply(Key.Group, Key.Topic, Accepted: false, Retryable: true, "starting"));
            await Quiet(consumer);
            Time.Advance(TimeSpan.FromMilliseconds(wait - 1));
            Link.ExpectNoMsg(TimeSpan.FromMilliseconds(20));
            Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Subscribed();
    }

    [Fact]
    public async Task Consumer_is_content_once_it_is_accepted()
    {
        var consumer = Start();
        consumer.Tell(new SessionUp());
        Subscribed();
        consumer.Tell(new SubscribeReply(Key.Group, Key.Topic, Accepted: true));
        await Quiet(consumer);

        Time.Advance(TimeSpan.FromMinutes(10));

        Link.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task Lost_session_drops_what_has_not_started_and_keeps_what_runs()
    {
        var consumer = Start(concurrency: 1);
        consumer.Tell(Deliveries.Of(Key, 1));
        consumer.Tell(Deliveries.Of(Key, 2));
        var running = await Running(1);

        consumer.Tell(new SessionDown());
        await Quiet(consumer);
        running[0].End.SetResult();

        Assert.Equal(1, Assert.IsType<Acknowledge>(Settled()).Delivery.Offset);
        Link.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Assert.Single(Handlers);
    }

    /// <summary>The coordinator keeps them for this consumer, so it must hear which ones another may have.</summary>
    [Fact]
    [Trait("race", "34")]
    public async Task Session_that_moves_hands_back_what_has_not_started_and_keeps_what_runs()
    {
        var consumer = Start(concurrency: 1);
        consumer.Tell(Deliveries.Of(Key, 1));
        consumer.Tell(Deliveries.Of(Key, 2));
        var running = await Running(1);

        consumer.Tell(new SessionDown(Moves: true));
        Assert.Equal(2, Assert.IsType<HandBack>(Settled()).Delivery.Offset);
        running[0].End.SetResult();

        Assert.Equal(1, Assert.IsType<Acknowledge>(Settled()).Delivery.Offset);
        Link.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Assert.Single(Handlers);
    }

    [Fact]
    public async Task Stopping_consumer_finishes_what_runs_gives_up_the_rest_and_then_unsubscribes()
    {
        var consumer = Start(concurrency: 1);
        consumer.Tell(Deliveries.Of(Key, 1));
        consumer.Tell(Deliveries.Of(Key, 2));
        var running = await Running(1);

        consumer.Tell(Stop, Link);
        consumer.Tell(Deliveries.Of(Key, 3));
        Link.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        running[0].End.SetResult();

        Assert.IsType<Acknowledge>(Settled());
        Assert.IsType<Unsubscribe>(Link.ExpectMsg<SendItem>().Item);
        Link.ExpectMsg<ConsumingStopped>();
        Assert.Single(Handlers);
    }

    [Fact]
    public async Task Handler_that_outlasts_the_grace_is_cancelled_and_its_message_left_to_others()
    {
        await ExpectToStopAfterTheGrace();
    }

    [Fact]
    public async Task Callback_that_a_handler_registered_may_throw_when_it_is_cancelled()
    {
        OnCancellation = () => throw new InvalidOperationException("not prepared for this");
        await ExpectToStopAfterTheGrace();
    }

    [Fact]
    public async Task Handler_that_ignores_its_cancellation_is_reported_once()
    {
        using var stuck = new Counted(ConsumerMetrics.Stuck);
        Heeds = false;
        var consumer = await StoppingWithOneInHand();

        Time.Advance(Stop.Grace);
        await Quiet(consumer);
        Assert.Equal(0, stuck.Sum);
        for (var passed = 0; passed < 10; passed++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(500));
            await Quiet(consumer);
        }

        Assert.Equal(1, stuck.Sum);
        Assert.Contains("CancellationToken", Assert.Single(Lines.Of(LogLevel.Error)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handler_that_ends_after_a_restart_changes_nothing()
    {
        var consumer = Start(concurrency: 1);
        consumer.Tell(Deliveries.Of(Key, 1));
        await Running(1);
        Heeds = false;
        ((IInternalActorRef)consumer).Restart(new InvalidOperationException("a bug"));
        await Quiet(consumer);
        consumer.Tell(Deliveries.Of(Key, 1));
        consumer.Tell(Deliveries.Of(Key, 2));
        var running = await Running(2);
        await Quiet(consumer);
        Assert.Equal(2, Handlers.Count);

        running[1].End.SetResult();

        Assert.Equal(1, Assert.IsType<Acknowledge>(Settled()).Delivery.Offset);
        await Running(3);
    }

    [Fact]
    public void Idle_consumer_stops_at_once()
    {
        var consumer = Start();

        consumer.Tell(Stop, Link);

        Assert.IsType<Unsubscribe>(Link.ExpectMsg<SendItem>().Item);
        Link.ExpectMsg<ConsumingStopped>();
    }

    private async Task ExpectToStopAfterTheGrace()
    {
        await StoppingWithOneInHand();

        Time.Advance(Stop.Grace);

        Assert.IsType<Unsubscribe>(Link.ExpectMsg<SendItem>().Item);
        Link.ExpectMsg<ConsumingStopped>();
    }

    private async Task<IActorRef> StoppingWithOneInHand()
    {
        var consumer = Start();
        consumer.Tell(Deliveries.Of(Key, 1));
        await Running(1);
        consumer.Tell(Stop, Link);
        await Quiet(consumer);
        return consumer;
    }
}
