using System.Collections.Concurrent;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Sessions;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Common;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Tests.Typed;

namespace Coordinator.Participants.Tests.Handling;

/// <summary>Typed consumers in a host: as many handlers as allowed, and a stop that finishes what is in hand.</summary>
public sealed class TypedHostSpec
{
    private static readonly SubscriptionKey Key = new(new ConsumerGroup("shipping"), new Topic("orders"));

    private readonly ConcurrentQueue<string> _handled = [];
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task No_more_typed_handlers_run_at_once_than_allowed()
    {
        await using var coordinator = FakeCoordinator.Start();
        await using var app = await StartAsync(coordinator, participant => participant.AddConsumer<OrderPaid>(
            Key.Group.Value, Key.Topic.Value, (_, context, _) => HandleAsync($"{context.Message.Delivery.Offset}"), options => options.Concurrency = 2));

        using var delivered = new Counted(ConsumerMetrics.Delivered);
        coordinator.Send([.. Enumerable.Range(1, 5).Select(Deliver)]);
        await Eventually.TrueAsync(() => delivered.Sum >= 5 && _handled.Count >= 2, "all have come, and two handlers run");
        Assert.Equal(2, _handled.Count);
        _end.SetResult();

        await Eventually.TrueAsync(() => coordinator.Items.OfType<Acknowledge>().Count() == 5, "all are acknowledged");
        Assert.Equal(5, _handled.Distinct().Count());
    }

    [Fact]
    public async Task Stop_finishes_typed_handlers_that_run()
    {
        await using var coordinator = FakeCoordinator.Start();
        await using var app = await StartAsync(coordinator, participant => participant.AddConsumer<OrderPaid>(
            Key.Group.Value, Key.Topic.Value, (_, context, _) => HandleAsync($"{context.Message.Delivery.Offset}")));

        coordinator.Send(Deliver(1), Deliver(2));
        await Eventually.TrueAsync(() => _handled.Count == 2, "two handlers run");
        var stop = app.StopAsync();
        Assert.False(stop.IsCompleted);
        _end.SetResult();
        await stop.WaitAsync(Eventually.Bound);

        await Eventually.TrueAsync(() => coordinator.Items.OfType<SessionClosed>().Any(), "the session is closed");
        Assert.Equal([1, 2], coordinator.Items.OfType<Acknowledge>().Select(settle => settle.Delivery.Offset).Order());
    }

    [Fact]
    public async Task Stop_finishes_batches_in_hand_also_one_that_waits_for_further_messages()
    {
        await using var coordinator = FakeCoordinator.Start();
        await using var app = await StartAsync(coordinator, participant => participant.AddBatchConsumer<OrderPaid>(
            Key.Group.Value,
            Key.Topic.Value,
            async (orders, context, _) =>
            {
                await HandleAsync(string.Join(' ', context.Messages.Select(message => message.Delivery.Offset)));
                return BatchResult.Done;
            },
            options => (options.BatchSize, options.BatchWait, options.Concurrency) = (2, TimeSpan.FromSeconds(30), 2)));

        using var delivered = new Counted(ConsumerMetrics.Delivered);
        coordinator.Send([.. Enumerable.Range(1, 3).Select(Deliver)]);
        await Eventually.TrueAsync(() => delivered.Sum >= 3 && !_handled.IsEmpty, "all have come, and a full batch runs");
        var stop = app.StopAsync();
        await Eventually.TrueAsync(() => _handled.Count == 2, "the batch that is not full runs too");
        _end.SetResult();
        await stop.WaitAsync(Eventually.Bound);

        await Eventually.TrueAsync(() => coordinator.Items.OfType<SessionClosed>().Any(), "the session is closed");
        Assert.Equal([1, 2, 3], coordinator.Items.OfType<Acknowledge>().Select(settle => settle.Delivery.Offset).Order());
    }

    private static async Task<ParticipantApp> StartAsync(FakeCoordinator coordinator, Action<CoordinatorParticipantBuilder> build)
    {
        var app = await ParticipantApp.StartAsync(coordinator, build, options => options.ProducerGroup = null);
        await Eventually.TrueAsync(() => coordinator.Items.OfType<Subscribe>().Any(), "it has subscribed");
        return app;
    }

    private static Deliver Deliver(int offset)
    {
        var delivery = Deliveries.Of(Key, offset);
        return delivery with { Message = delivery.Message with { Body = "{}"u8.ToArray() } };
    }

    private Task HandleAsync(string handled)
    {
        _handled.Enqueue(handled);
        return _end.Task;
    }
}
