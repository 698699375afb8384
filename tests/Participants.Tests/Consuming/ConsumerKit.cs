using System.Collections.Concurrent;
using Akka.Actor;
using Akka.TestKit;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Common;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Link;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Participants.Tests.Consuming;

/// <summary>A consumer whose handlers end when the test says so.</summary>
public abstract class ConsumerKit : VirtualClockKit
{
    private protected static readonly SubscriptionKey Key = new(new ConsumerGroup("shipping"), new Topic("orders.paid"));

    protected ConsumerKit() => Link = CreateTestProbe();

    /// <summary>Gets the link, which the consumer tells what to send.</summary>
    protected TestProbe Link { get; }

    private protected LogLines Lines { get; } = new();

    private protected HandlerTurns Turns { get; init; } = new(TimeProvider.System);

    /// <summary>Gets or sets what a handler does when it is cancelled.</summary>
    protected Action? OnCancellation { get; set; }

    /// <summary>Gets or sets whether handlers heed their cancellation.</summary>
    protected bool Heeds { get; set; } = true;

    protected ConcurrentQueue<(long Offset, TaskCompletionSource End)> Handlers { get; } = new();

    private protected IActorRef Start(int concurrency = 8, Action<ConsumerOptions>? configure = null)
    {
        var options = new ConsumerOptions { Concurrency = concurrency };
        configure?.Invoke(options);
        var subscription = new Subscription(Key.Group, Key.Topic, options, _ => new FunctionHandler((message, ct) =>
        {
            var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Handlers.Enqueue((message.Delivery.Offset, end));
            if (OnCancellation is { } callback)
                ct.Register(callback);
            return Heeds ? end.Task.WaitAsync(ct) : end.Task;
        }));
        var services = new ServiceCollection().BuildServiceProvider();
        var runner = new HandlerRunner(subscription, services, TimeProvider.System, Lines);
        return Link.ChildActorOf(Props.Create(() => new MessageConsumer(subscription, runner, Turns, () => 0, Lines)));
    }

    protected async Task<(long Offset, TaskCompletionSource End)[]> Running(int count)
    {
        await Eventually.TrueAsync(() => Handlers.Count >= count, $"{count} handlers run");
        return [.. Handlers];
    }

    private protected Settle Settled() => Sent<Settle>();

    private protected TItem Sent<TItem>()
        where TItem : IFrameItem => Assert.IsAssignableFrom<TItem>(Link.ExpectMsg<SendItem>().Item);

    private protected SubscriptionKey Subscribed()
    {
        var subscribe = Sent<Subscribe>();
        return new SubscriptionKey(subscribe.Group, subscribe.Topic);
    }

    protected static async Task Quiet(IActorRef actor) =>
        await actor.Ask<ActorIdentity>(new Identify(0), TimeSpan.FromSeconds(5));
}
