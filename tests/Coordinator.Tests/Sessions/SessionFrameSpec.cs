using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Sessions;
using Coordinator.Sessions.Access;

namespace Coordinator.Tests.Sessions;

/// <summary>Tests what a session does about frames that are full of what it does not need.</summary>
public sealed class SessionFrameSpec : SessionKit
{
    private const int Many = 100_000;

    private static readonly QueueId Queue = new(new Topic("orders.paid"), 0);

    [Fact]
    public void Frame_of_many_heartbeats_is_answered_by_its_last_one()
    {
        var session = OpenSession();

        session.Tell(FrameOf([.. Enumerable.Range(1, Many).Select(number => new Heartbeat(number))]), Participant);

        Assert.Equal(new Heartbeat(Many), ExpectItem<Heartbeat>());
        Participant.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Theory]
    [InlineData("unreadable", "it cannot be read: a newer release sent it.")]
    [InlineData("from the coordinator", "it is a CheckTransaction, which only the coordinator may send.")]
    [InlineData("answer", "it answers a check of group stock, and the session was opened without that group.")]
    [InlineData("settlement", "it settles a delivery of group points, for which the participant may not consume.")]
    [InlineData("unknown settlement", "it settles a delivery of group shipping in queue orders.paid/0, which it does not consume.")]
    [InlineData("unsubscribe", "it unsubscribes group points, for which the participant may not consume.")]
    public void Items_without_an_effect_are_counted_one_by_one_and_logged_once_in_ten_seconds(string kind, string reason)
    {
        using var dropped = new CounterTotal("coordinator.session.items.dropped");
        var time = new ManualTime();
        var access = new ParticipantAccess
        {
            ProducerGroups = ["orders"],
            Publish = ["*"],
            ConsumerGroups = ["shipping"],
            Subscribe = ["*"],
        };
        Configure(access);
        var session = OpenAs(access, groups: [Orders], listener: StartListener(time: time));
        var frame = FrameOf([.. Enumerable.Repeat(Item(kind), 1_000), new Heartbeat(1)]);

        EventFilter.Warning(contains: "Dropped an item").ExpectOne(() =>
        {
            session.Tell(frame, Participant);
            ExpectItem<Heartbeat>();
        });
        time.Advance(TimeSpan.FromSeconds(10));
        EventFilter.Warning($"Dropped an item of participant service/service-1: {reason} 999 more such items were dropped since the last such line.")
            .ExpectOne(() => session.Tell(frame, Participant));

        Assert.True(dropped.Value >= 2_000);
    }

    private static IFrameItem Item(string kind) => kind switch
    {
        "unreadable" => new UnreadableItem("a newer release sent it."),
        "from the coordinator" => new CheckTransaction(new TransactionId("order-1"), Orders, 1, []),
        "answer" => new CheckAnswer(new TransactionId("order-1"), new ProducerGroup("stock"), 1, CheckVerdict.Committed),
        "settlement" => new Acknowledge(new DeliveryId(new ConsumerGroup("points"), Queue, 1, 1)),
        "unknown settlement" => new Acknowledge(new DeliveryId(new ConsumerGroup("shipping"), Queue, 1, 1)),
        "unsubscribe" => new Unsubscribe(new ConsumerGroup("points"), Queue.Topic),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
