using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Processes;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Producing;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Kills a consumer while it handles a message.</summary>
public sealed class ConsumerCrashSpec
{
    private const string Group = "shipping";

    [Fact]
    [Trait("race", "13")]
    public async Task Message_has_one_effect_when_its_consumer_is_killed_after_the_effect_and_before_the_acknowledgement()
    {
        await using var coordinator = await TestCoordinator.StartAsync();
        var effects = await EffectsAsync(coordinator);
        await SendAsync(coordinator);

        await KillConsumerAsync(coordinator, Moment.AfterEffect);
        Assert.Equal(1, effects.Count());
        var repeated = await NextConsumerAsync(coordinator, effects);

        Assert.False(repeated.Happened);
        Assert.True(repeated.Message.Attempt > 1, $"attempt {repeated.Message.Attempt}");
        Assert.Equal(1, effects.Count());
    }

    [Fact]
    public async Task Message_comes_again_and_has_its_effect_then_when_its_consumer_is_killed_amid_the_effect()
    {
        await using var coordinator = await TestCoordinator.StartAsync();
        var effects = await EffectsAsync(coordinator);
        await SendAsync(coordinator);

        await KillConsumerAsync(coordinator, Moment.AmidEffect);
        Assert.Equal(0, effects.Count());
        var repeated = await NextConsumerAsync(coordinator, effects);

        Assert.True(repeated.Happened);
        Assert.Equal(1, effects.Count());
    }

    private static async Task<Effects> EffectsAsync(TestCoordinator coordinator)
    {
        var effects = new Effects(coordinator.Database("shipping"));
        await effects.CreateAsync();
        return effects;
    }

    private static async Task SendAsync(TestCoordinator coordinator)
    {
        await using var producer = await coordinator.ProducerAsync();
        var id = new TransactionId("paid");
        var sent = await producer.SendAsync(id, DoomedParticipant.Message(id));
        Assert.True(sent.Confirmed);
    }

    private static async Task KillConsumerAsync(TestCoordinator coordinator, Moment moment)
    {
        await using var doomed = ChildProcess.Start(DotNet.Run(
            DoomedParticipant.Assembly,
            DoomedParticipant.Consume(coordinator.ContactPoint, coordinator.DatabasePath("shipping"), Group, moment)));
        await doomed.LineAsync(DoomedParticipant.Reached, Eventually.Bound);
        await doomed.KillAsync();
    }

    private static async Task<Handled> NextConsumerAsync(TestCoordinator coordinator, Effects effects)
    {
        var handled = new TaskCompletionSource<Handled>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var consumer = await Participant.StartAsync(coordinator.ContactPoint, null, services => services.AddConsumer(
            Group,
            DoomedParticipant.Topic,
            async (message, ct) =>
            {
                var happened = await effects.HappenAsync(message, _ => Task.CompletedTask, ct);
                handled.TrySetResult(new Handled(message, happened));
            },
            options => options.StartFrom = StartPosition.FromBeginning));
        return await handled.Task.WaitAsync(Eventually.Bound);
    }

    private sealed record Handled(ReceivedMessage Message, bool Happened);
}
