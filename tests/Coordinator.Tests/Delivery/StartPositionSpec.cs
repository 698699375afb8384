using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;

namespace Coordinator.Tests.Delivery;

/// <summary>Race 21.</summary>
[Trait("race", "21")]
public sealed class StartPositionSpec : DeliveryKit
{
    [Fact]
    public void A_new_group_sees_later_commits_only()
    {
        AppendAll("1", "2");
        var a = Join(start: StartPosition.FromEnd);
        Append("3");
        a.Handle("3");
    }

    [Fact]
    public void A_new_group_may_ask_for_earlier_commits()
    {
        AppendAll("1", "2");
        Join(start: StartPosition.FromBeginning).Handle("1", "2");
    }

    [Theory]
    [InlineData(0, "1")]
    [InlineData(1, "1")]
    [InlineData(2, "2")]
    [InlineData(10, "2")]
    [InlineData(11, "3")]
    [InlineData(30, "4")]
    public void A_new_group_may_ask_for_what_was_appended_since_a_time(int minute, string first)
    {
        var start = Time.Now;
        Time.Advance(TimeSpan.FromMinutes(1));
        Append("1");
        Time.Advance(TimeSpan.FromMinutes(9));
        Append("2");
        Time.Advance(TimeSpan.FromMinutes(10));
        Append("3");
        var a = Join(room: 1, start: new StartPosition.At(start.AddMinutes(minute)));
        Append("4");
        a.Expect(first);
    }

    [Fact]
    public void The_place_of_a_new_group_is_durable_before_its_member_is_told()
    {
        AppendAll("1", "2");
        Join(start: StartPosition.FromEnd);
        Crash();
        Append("3");
        Join(start: StartPosition.FromEnd).Expect("3");
    }

    [Fact]
    public void A_known_group_goes_on_where_it_was_whatever_a_member_asks_for()
    {
        AppendAll("1");
        var a = Join();
        a.Handle("1");
        Flush(once: group => group.Prefix == 1);
        a.Detach();
        Append("2");
        Crash();
        Join(start: StartPosition.FromEnd).Expect("2");
    }

    [Fact]
    public void A_member_is_not_told_while_the_place_is_not_durable()
    {
        Store.LoseSaves(1);
        Append("1");
        var asker = CreateTestProbe();
        var session = CreateTestProbe();
        asker.Send(QueueActor, new AttachConsumer(
            Queue, Group, new("a"), session.Ref, StartPosition.FromEnd, [], Room: 5, Lease: null));
        asker.ExpectNoMsg(TimeSpan.FromMilliseconds(200));
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            asker.ExpectMsg<ConsumerAttached>(TimeSpan.FromMilliseconds(100));
        });
        Append("2");
        Assert.Equal(2, session.ExpectMsg<Deliver>().Delivery.Offset);
    }
}
