using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Coordinator.Checks;
using Coordinator.Contracts;

namespace Coordinator.Tests.Checks;

public sealed class ProducerInstancesSpec : TestKit
{
    private static readonly InstanceId A = new("a");
    private static readonly InstanceId B = new("b");
    private static readonly InstanceId C = new("c");
    private static readonly DateTimeOffset Noon = DateTimeOffset.UnixEpoch.AddYears(50);

    private readonly ProducerInstances _instances = new();

    [Fact]
    public void Instances_take_turns()
    {
        Add(A);
        Add(B);
        Add(C);

        Assert.Equal([A, B, C, A, B, C], Picks(6));
    }

    [Fact]
    public void Others_are_preferred_to_one_that_failed()
    {
        Add(A);
        Add(B);
        _instances.Pick(Noon)!.AvoidUntil = Noon.AddSeconds(30);

        Assert.Equal([B, B, B], Picks(3));
    }

    [Fact]
    public void One_that_failed_is_picked_when_there_is_no_other()
    {
        Add(A);
        _instances.Pick(Noon)!.AvoidUntil = Noon.AddSeconds(30);

        Assert.Equal([A, A], Picks(2));
    }

    [Fact]
    public void One_that_failed_is_forgiven_after_a_while()
    {
        Add(A);
        _instances.Pick(Noon)!.AvoidUntil = Noon;
        Add(B);

        Assert.Equal([A, B], Picks(2));
    }

    [Fact]
    public void Session_that_says_it_again_changes_nothing()
    {
        var session = Add(A);
        _instances.Pick(Noon)!.AvoidUntil = Noon.AddSeconds(30);
        Add(B);

        Assert.False(_instances.Add(A, session));

        Assert.Equal([B, B], Picks(2));
    }

    [Fact]
    public void Nobody_is_left_when_all_sessions_have_ended()
    {
        var a = Add(A);
        var b = Add(B);

        _instances.Remove(a);
        Assert.Equal([B, B], Picks(2));
        _instances.Remove(b);
        _instances.Remove(b);

        Assert.False(_instances.Any);
        Assert.Null(_instances.Pick(Noon));
        Assert.Empty(_instances.Sessions);
    }

    [Fact]
    public void New_session_of_an_instance_takes_over_and_the_old_ones_end_leaves_it_alone()
    {
        var old = Add(A);
        var fresh = Add(A);
        Assert.Equal(fresh, _instances.Pick(Noon)!.Session);

        _instances.Remove(old);

        Assert.Equal(fresh, _instances.Pick(Noon)!.Session);
    }

    [Fact]
    [Trait("attack", "L7")]
    public void Earlier_session_of_a_name_is_asked_again_when_the_later_one_has_ended()
    {
        var first = Add(A);
        var second = Add(A);
        var third = Add(A);
        Assert.Equal(third, _instances.Pick(Noon)!.Session);

        _instances.Remove(third);
        Assert.Equal(second, _instances.Pick(Noon)!.Session);
        Assert.False(_instances.Add(A, first));
        _instances.Remove(second);

        Assert.Equal(first, _instances.Pick(Noon)!.Session);
        Assert.True(_instances.Any);
    }

    [Fact]
    public void Earlier_session_of_a_name_is_asked_when_the_later_one_failed()
    {
        var first = Add(A);
        Add(A);
        _instances.Pick(Noon)!.AvoidUntil = Noon.AddSeconds(30);

        Assert.Equal(first, _instances.Pick(Noon)!.Session);
    }

    private TestProbe Add(InstanceId instance)
    {
        var session = CreateTestProbe();
        Assert.True(_instances.Add(instance, session));
        return session;
    }

    private List<InstanceId> Picks(int count) => Enumerable.Range(0, count).Select(_ => _instances.Pick(Noon)!.Instance).ToList();
}
