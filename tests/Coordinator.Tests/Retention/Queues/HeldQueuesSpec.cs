using Akka.Event;
using Akka.TestKit.Xunit2;
using Coordinator.Contracts;
using Coordinator.Retention;
using Coordinator.Retention.Queues;
using Coordinator.Topics.Log;

namespace Coordinator.Tests.Retention.Queues;

public sealed class HeldQueuesSpec : TestKit
{
    private static readonly QueueId Queue = new(new Topic("orders.paid"), 3);

    private readonly HeldQueues _held;

    public HeldQueuesSpec()
        : base("akka.loglevel = INFO") => _held = new HeldQueues(Logging.GetLogger(Sys, "retention"));

    [Fact]
    public void Begin_and_end_of_a_hold_have_one_line_each()
    {
        EventFilter.Warning(contains: "are kept in queue orders.paid/3, from offset 17 on: group shipping has not settled offset 17.")
            .ExpectOne(() => _held.Set(Queue, Hold("shipping", 17), 5));
        Assert.Equal([new KeptData("queue orders.paid/3", "group shipping has not settled offset 17", 5)], _held.All);
        // The group goes on, and is still too slow.
        EventFilter.Warning(contains: "are kept").Expect(0, () => _held.Set(Queue, Hold("shipping", 20), null));
        Assert.Equal([new KeptData("queue orders.paid/3", "group shipping has not settled offset 20", null)], _held.All);
        EventFilter.Warning(contains: "group billing").ExpectOne(() => _held.Set(Queue, Hold("billing", 20), 2));
        EventFilter.Info(contains: "No messages past their retention are kept in queue orders.paid/3 any more.")
            .ExpectOne(() => _held.Set(Queue, null, null));
        Assert.Empty(_held.All);
    }

    [Fact]
    public void Schedule_is_named_by_its_queue()
    {
        _held.Set(QueueSchedule.Of(Queue), Hold("coordinator:schedule", 1), 1);
        Assert.Equal("schedule of queue orders.paid/3", Assert.Single(_held.All).Subject);
    }

    private static QueueHold Hold(string group, long from) => new(HoldCause.Group, from, group, $"group {group} has not settled offset {from}");
}
