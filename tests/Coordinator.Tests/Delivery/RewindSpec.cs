using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;

namespace Coordinator.Tests.Delivery;

public sealed class RewindSpec : DeliveryKit
{
    [Fact]
    public void A_rewound_group_gets_everything_from_the_offset_on_again()
    {
        AppendAll("1", "2", "3");
        var a = Join();
        a.Handle("1", "2", "3");
        Assert.Equal(2, Rewind(new RewindTarget.Offset(2)));
        a.Handle("2", "3");
        AwaitAssert(() => Assert.Equal(("jo", 3L), (Describe().Rewound?.Who, Describe().Prefix)));
    }

    [Fact]
    public void A_group_can_be_rewound_to_a_time_and_stays_so_after_a_crash()
    {
        Append("1");
        Time.Advance(TimeSpan.FromMinutes(1));
        var time = Time.Now;
        Append("2");
        Join().Handle("1", "2");
        Assert.Equal(2, Rewind(new RewindTarget.Position(new StartPosition.At(time))));
        Crash();
        Join("b").Expect("2");
    }

    [Fact]
    public void A_group_can_be_moved_to_the_end_and_leaves_what_was_pending()
    {
        AppendAll("1", "2", "3");
        var a = Join(room: 1);
        a.Expect("1");
        Assert.Equal(4, Rewind(new RewindTarget.Position(StartPosition.FromEnd)));
        a.ExpectNothing();
        Append("4");
        a.Expect("4");
    }

    [Fact]
    public void A_group_can_be_given_its_place_before_its_first_member_comes()
    {
        AppendAll("1", "2", "3");
        Assert.False(Describe().Known);
        Assert.Equal(3, Rewind(new RewindTarget.Offset(3)));
        Join(start: StartPosition.FromEnd).Expect("3");
    }

    [Fact]
    public void An_offset_after_the_end_means_the_end()
    {
        Append("1");
        Assert.Equal(2, Rewind(new RewindTarget.Offset(99)));
    }

    private long Rewind(RewindTarget to)
    {
        var probe = CreateTestProbe();
        probe.Send(QueueActor, new RewindGroup(Queue, Group, to, "jo"));
        return probe.ExpectMsg<GroupRewound>().Next;
    }
}
