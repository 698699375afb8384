using System.Collections.Concurrent;
using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Common;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;
using Coordinator.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Tests.Hosting;

/// <summary>A participant as a service runs it: the generic host, real loopback remoting, strict serialization.</summary>
public sealed class ParticipantHostSpec
{
    private static readonly SubscriptionKey Key = new(new ConsumerGroup("shipping"), new Topic("orders.paid"));

    [Fact]
    public async Task Check_is_answered_from_the_fence()
    {
        using var file = new SqliteFile();
        await using var coordinator = FakeCoordinator.Start();
        await using var app = await ParticipantApp.StartAsync(coordinator, participant =>
            participant.UseOutcomeStore(SqlDialect.Sqlite, file.Connect));
        var result = await app.Producer.SendAsync(
            ParticipantApp.Message,
            (DbTransaction _, CancellationToken _) => Task.CompletedTask);
        Assert.True(result.Confirmed);

        coordinator.Send(Check(result.Id), Check(new TransactionId("never-seen")));
        await Eventually.TrueAsync(() => coordinator.Items.OfType<CheckAnswer>().Count() == 2, "both checks are answered");

        Assert.Equal(
            [(result.Id, CheckVerdict.Committed), (new TransactionId("never-seen"), CheckVerdict.RolledBack)],
            coordinator.Items.OfType<CheckAnswer>()
                .OrderBy(answer => answer.Verdict)
                .Select(answer => (answer.Id, answer.Verdict)));
    }

    [Fact]
    public async Task Text_of_a_node_forges_no_line_of_the_log()
    {
        using var lines = new LogLines();
        await using var coordinator = FakeCoordinator.Start();
        await using var app = await ParticipantApp.StartAsync(
            coordinator,
            participant => participant.UseChecker((_, _) => Task.FromResult(CheckResult.InProgress()))
                .Services.AddLogging(logging => logging.AddProvider(lines).SetMinimumLevel(LogLevel.Trace)));
        await Eventually.TrueAsync(() => !coordinator.Opened.IsEmpty, "the session is open");

        coordinator.Send(new SessionClosed("bye\nerror: forged\u001B[2J"));

        await Eventually.TrueAsync(() => lines.All.Any(line => line.Contains("forged", StringComparison.Ordinal)), "the end is logged");
        Assert.All(lines.All, line => Assert.DoesNotContain(line, char.IsControl));
    }

    [Fact]
    public async Task Checker_class_is_made_anew_for_each_check()
    {
        await using var coordinator = FakeCoordinator.Start();
        await using var app = await ParticipantApp.StartAsync(coordinator, participant =>
        {
            participant.Services.AddScoped<ScopedThing>();
            participant.UseChecker<ScopedChecker>();
        });
        await Eventually.TrueAsync(() => !coordinator.Opened.IsEmpty, "the session is open");

        coordinator.Send(Check(new TransactionId("a")), Check(new TransactionId("b")));
        await Eventually.TrueAsync(() => coordinator.Items.OfType<CheckAnswer>().Count() == 2, "both checks are answered");

        Assert.Equal(2, coordinator.Items.OfType<CheckAnswer>().Select(answer => answer.Detail).Distinct().Count());
    }

    [Fact]
    public async Task Consumer_subscribes_handles_and_acknowledges_in_few_frames()
    {
        const int Count = 500;
        var handled = new ConcurrentQueue<long>();
        var end = new TaskCompletionSource();
        await using var coordinator = FakeCoordinator.Start();
        await using var app = await ParticipantApp.StartAsync(
            coordinator,
            participant => participant.AddConsumer(
                Key.Group.Value,
                Key.Topic.Value,
                (message, _) =>
                {
                    handled.Enqueue(message.Delivery.Offset);
                    return end.Task;
                },
                consumer => consumer.Concurrency = Count),
            WithoutProducing);
        await Eventually.TrueAsync(() => coordinator.Items.OfType<Subscribe>().Any(), "it has subscribed");

        coordinator.Send([.. Enumerable.Range(1, Count).Select(offset => Deliveries.Of(Key, offset))]);
        await Eventually.TrueAsync(() => handled.Count == Count, "all handlers run at once");
        // Every handler ends on this thread, one after the other, so their acknowledgements are ready together.
        end.SetResult();
        await Eventually.TrueAsync(() => coordinator.Items.OfType<Acknowledge>().Count() == Count, "all are acknowledged");

        Assert.Equal(Count, handled.Distinct().Count());
        var frames = coordinator.Frames.Count(frame => frame.Items.Any(item => item is Acknowledge));
        Assert.True(frames < Count * 4 / 5, $"{Count} acknowledgements travelled in {frames} frames");
    }

    [Fact]
    [Trait("race", "13")]
    public async Task Redelivered_message_has_one_effect_with_an_inbox()
    {
        using var file = new SqliteFile();
        var effects = 0;
        await using var coordinator = FakeCoordinator.Start();
        await using var app = await ParticipantApp.StartAsync(
            coordinator,
            participant => participant.AddConsumer(
                Key.Group.Value,
                Key.Topic.Value,
                SqlDialect.Sqlite,
                file.Connect,
                (_, _, _) =>
                {
                    Interlocked.Increment(ref effects);
                    return Task.CompletedTask;
                }),
            WithoutProducing);
        await Eventually.TrueAsync(() => coordinator.Items.OfType<Subscribe>().Any(), "it has subscribed");

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            coordinator.Send(Deliveries.Of(Key, 7, attempt));
            await Eventually.TrueAsync(() => coordinator.Items.OfType<Acknowledge>().Count() == attempt, $"attempt {attempt}");
        }

        Assert.Equal(1, effects);
        Assert.Equal(1, await ServiceDatabase.Of(file).CountAsync(
            $"SELECT count(*) FROM coordinator_inbox WHERE topic = '{Key.Topic}' AND queue = 0 AND queue_offset = 7"));
    }

    [Fact]
    public async Task Handler_class_is_made_anew_for_each_message()
    {
        var seen = new ConcurrentQueue<ScopedThing>();
        await using var coordinator = FakeCoordinator.Start();
        await using var app = await ParticipantApp.StartAsync(
            coordinator,
            participant =>
            {
                participant.Services.AddSingleton(seen);
                participant.Services.AddScoped<ScopedThing>();
                participant.AddConsumer<ScopedHandler>(Key.Group.Value, Key.Topic.Value);
            },
            WithoutProducing);
        await Eventually.TrueAsync(() => coordinator.Items.OfType<Subscribe>().Any(), "it has subscribed");

        coordinator.Send(Deliveries.Of(Key, 1), Deliveries.Of(Key, 2));
        await Eventually.TrueAsync(() => coordinator.Items.OfType<Acknowledge>().Count() == 2, "both are acknowledged");

        Assert.Equal(2, seen.Distinct().Count());
    }

    [Fact]
    public async Task Stopping_host_finishes_its_handlers_and_says_goodbye()
    {
        var end = new TaskCompletionSource();
        var running = new TaskCompletionSource();
        await using var coordinator = FakeCoordinator.Start();
        await using var app = await ParticipantApp.StartAsync(coordinator, participant => Consume(participant, (_, _) =>
        {
            running.TrySetResult();
            return end.Task;
        }), WithoutProducing);
        await Eventually.TrueAsync(() => coordinator.Items.OfType<Subscribe>().Any(), "it has subscribed");
        coordinator.Send(Deliveries.Of(Key, 1));
        await running.Task.WaitAsync(TimeSpan.FromSeconds(10));

        var stop = app.StopAsync();
        Assert.False(stop.IsCompleted);
        end.SetResult();
        await stop.WaitAsync(TimeSpan.FromSeconds(10));

        await Eventually.TrueAsync(() => coordinator.Items.OfType<SessionClosed>().Any(), "the goodbye arrives");
        Assert.Equal(
            [typeof(Acknowledge), typeof(Unsubscribe), typeof(SessionClosed)],
            coordinator.Items.Where(item => item is Acknowledge or Unsubscribe or SessionClosed).Select(item => item.GetType()));
    }

    [Fact]
    public async Task Stopped_participant_refuses_to_send()
    {
        await using var coordinator = FakeCoordinator.Start();
        await using var app = await ParticipantApp.StartAsync(coordinator);
        var producer = app.Producer;

        await app.StopAsync();

        await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => producer.CommitAsync(new TransactionId("t")));
    }

    /// <summary>A command that nobody waits for saves a check, and no more: whatever becomes of it, the coordinator asks.</summary>
    [Fact]
    public async Task Rollback_that_the_full_line_refuses_is_made_up_for_by_a_check()
    {
        using var file = new SqliteFile();
        await using var coordinator = FakeCoordinator.Start();
        coordinator.Answer = item => item is Commit ? null : FakeCoordinator.AcceptAll(item);
        await using var app = await ParticipantApp.StartAsync(
            coordinator,
            participant => participant.UseOutcomeStore(SqlDialect.Sqlite, file.Connect),
            options => options.MaxInFlightCommands = 1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => app.Producer.SendAsync(
            ParticipantApp.Message,
            async (DbTransaction _, CancellationToken _) =>
            {
                await FillTheLineAsync(app.Producer);
                throw new InvalidOperationException("declined");
            }));
        await Eventually.TrueAsync(() => coordinator.Commands.OfType<Commit>().Count() == 2, "the line is full");
        var id = coordinator.Commands.OfType<Prepare>().Single().Id;

        coordinator.Send(Check(id));
        await Eventually.TrueAsync(() => coordinator.Items.OfType<CheckAnswer>().Any(), "the check is answered");

        Assert.Equal(CheckVerdict.RolledBack, coordinator.Items.OfType<CheckAnswer>().Single().Verdict);
        Assert.Empty(coordinator.Commands.OfType<Rollback>());
    }

    [Fact]
    public async Task Transaction_as_large_as_allowed_gets_through()
    {
        await using var coordinator = FakeCoordinator.Start();
        await using var app = await ParticipantApp.StartAsync(coordinator);
        var messages = Enumerable.Range(0, 100).Select(_ => ParticipantApp.Message with { Body = new byte[10_000] }).ToList();

        await app.Producer.PrepareAsync(new TransactionId("large"), messages);

        Assert.Equal(100, Assert.IsType<Prepare>(Assert.Single(coordinator.Commands)).Messages.Count);
    }

    /// <summary>Commands whose callers went away stay in doubt, and the line holds two for each that may wait.</summary>
    private static async Task FillTheLineAsync(ITransactionalProducer producer)
    {
        foreach (var id in new[] { "x", "y" })
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => producer.CommitAsync(new TransactionId(id), new CancellationToken(canceled: true)));
        }
    }

    private static void WithoutProducing(CoordinatorParticipantOptions options) => options.ProducerGroup = null;

    private static void Consume(
        CoordinatorParticipantBuilder participant,
        Func<ReceivedMessage, CancellationToken, Task> handler) =>
        participant.AddConsumer(Key.Group.Value, Key.Topic.Value, handler);

    private static CheckTransaction Check(TransactionId id) => new(id, new ProducerGroup("orders"), 1, [ParticipantApp.Message]);

    private sealed class ScopedThing;

    private sealed class ScopedChecker(ScopedThing thing) : ITransactionChecker
    {
        public Task<CheckResult> CheckAsync(TransactionCheck check, CancellationToken cancellationToken) =>
            Task.FromResult(CheckResult.InProgress($"{thing.GetHashCode()}"));
    }

    private sealed class ScopedHandler(ScopedThing thing, ConcurrentQueue<ScopedThing> seen) : IMessageHandler
    {
        public Task HandleAsync(ReceivedMessage message, CancellationToken ct)
        {
            seen.Enqueue(thing);
            return Task.CompletedTask;
        }
    }
}
