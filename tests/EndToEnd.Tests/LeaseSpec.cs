using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Consuming;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Race 14: a consumer is slower than its lease.</summary>
[Trait("race", "14")]
public sealed class LeaseSpec
{
    [Fact]
    public async Task Second_copy_runs_beside_the_first_when_the_lease_ends_and_the_inbox_lets_one_through()
    {
        await using var coordinator = await TestCoordinator.StartAsync();
        var effects = new Effects(coordinator.Database("shipping"));
        await effects.CreateAsync();
        var copies = new Copies(effects);
        await using var first = await ConsumerAsync(coordinator, copies);
        await using var second = await ConsumerAsync(coordinator, copies);
        await using var producer = await coordinator.ProducerAsync();

        var id = new TransactionId("slow");
        await producer.SendAsync(id, DoomedParticipant.Message(id));

        var happened = await Task.WhenAll(copies.First.Task, copies.Second.Task).WaitAsync(Eventually.Bound);
        Assert.Single(happened, yes => yes);
        Assert.Equal(1, effects.Count());
    }

    private static Task<Participant> ConsumerAsync(TestCoordinator coordinator, Copies copies) =>
        Participant.StartAsync(coordinator.ContactPoint, null, participant => participant.AddConsumer(
            "shipping",
            DoomedParticipant.Topic,
            copies.HandleAsync,
            options =>
            {
                options.StartFrom = StartPosition.FromBeginning;
                options.Lease = TimeSpan.FromSeconds(1);
                options.RenewLeaseFor = TimeSpan.Zero;
            }));

    /// <summary>Handles two copies of one message. Neither continues before both have arrived.</summary>
    private sealed class Copies(Effects effects)
    {
        private readonly TaskCompletionSource _bothAreThere = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _here;

        public TaskCompletionSource<bool> First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<bool> Second { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task HandleAsync(ReceivedMessage message, CancellationToken ct)
        {
            var copy = Interlocked.Increment(ref _here);
            if (copy == 2)
                _bothAreThere.TrySetResult();
            await _bothAreThere.Task.WaitAsync(ct);
            var happened = await effects.HappenAsync(message, _ => Task.CompletedTask, ct);
            (copy == 1 ? First : Second).TrySetResult(happened);
        }
    }
}
