using System.Collections.Concurrent;
using System.Diagnostics;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Checking;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Tests that one trace tells the whole story of a message, through a real coordinator.</summary>
public sealed class TraceSpec
{
    /// <summary>The producer prepares and falls silent. So the check comes, finds the commit, and then the handler runs.</summary>
    [Fact]
    public async Task Prepare_check_and_handler_are_in_one_trace()
    {
        await using var coordinator = await TestCoordinator.StartAsync();
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Coordinator.Participants",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var consumer = await Participant.StartAsync(coordinator.ContactPoint, null, participant => participant.AddConsumer(
            "shipping", "orders", (_, _) => Task.CompletedTask, options => options.StartFrom = StartPosition.FromBeginning));
        await using var producer = await Participant.StartAsync(
            coordinator.ContactPoint, "orders", participant => participant.UseChecker((_, _) => Task.FromResult(CheckResult.Committed())));

        ActivityTraceId trace;
        using (var root = new Activity("pay").SetIdFormat(ActivityIdFormat.W3C))
        {
            root.ActivityTraceFlags = ActivityTraceFlags.Recorded;
            trace = root.Start().TraceId;
            await producer.Producer.PrepareAsync([new Message { Topic = new Topic("orders"), Body = "paid"u8.ToArray() }]);
        }

        string[] Operations() => [.. spans.Where(span => span.TraceId == trace).Select(span => span.OperationName)];
        await Eventually.TrueAsync(() => Operations().Contains("process"), "the handler has run in the trace");
        Assert.Equal(["prepare", "check", "process"], Operations());
    }
}
