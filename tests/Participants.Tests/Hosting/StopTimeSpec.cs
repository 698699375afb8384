using System.Diagnostics;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Producing;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Common;
using Coordinator.Participants.Consuming;

namespace Coordinator.Participants.Tests.Hosting;

/// <summary>A stop whose handler is stuck and whose command is not answered.</summary>
[Collection(MeasuredCollection.Name)]
public sealed class StopTimeSpec
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(4);
    private static readonly SubscriptionKey Key = new(new("shipping"), new("orders.paid"));

    [Fact]
    public async Task Stop_takes_as_long_as_its_option_says()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stuck = new TaskCompletionSource();
        await using var coordinator = FakeCoordinator.Start();
        coordinator.Answer = item => item is Prepare ? null : FakeCoordinator.AcceptAll(item);
        await using var app = await ParticipantApp.StartAsync(
            coordinator,
            participant => participant.UseChecker((_, _) => Task.FromResult(CheckResult.InProgress())).AddConsumer(Key.Group.Value, Key.Topic.Value, (_, _) =>
            {
                begun.TrySetResult();
                return stuck.Task;
            }),
            options => options.StopTimeout = StopTimeout);
        await Eventually.TrueAsync(() => coordinator.Items.OfType<Subscribe>().Any(), "the consumer has subscribed");
        coordinator.Send(Deliveries.Of(Key, 1));
        await begun.Task.WaitAsync(Eventually.Bound);

        var command = app.Producer.PrepareAsync([ParticipantApp.Message]);
        await Eventually.TrueAsync(() => coordinator.Items.OfType<Prepare>().Any(), "a command is in flight");

        var stop = Stopwatch.StartNew();
        await app.StopAsync();

        // A second of margin for its end; far below twice the option.
        Assert.InRange(stop.Elapsed, StopTimeout, StopTimeout * 1.75);
        stuck.SetResult();
        await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => command);
    }
}
