using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Coordinator.CheckBack;
using Coordinator.Contracts;

namespace Coordinator.Tests.CheckBack;

public sealed class ProducerDirectorySpec : TestKit
{
    private static readonly ProducerGroup Orders = new("orders");
    private static readonly ProducerGroup Stock = new("stock");
    private static readonly InstanceId A = new("a");
    private static readonly InstanceId B = new("b");
    private static readonly InstanceId C = new("c");
    private static readonly DateTimeOffset Noon = DateTimeOffset.UnixEpoch.AddYears(50);

    private readonly ProducerDirectory _directory = new();

    [Fact]
    public void Directory_takes_turns()
    {
        Register(A, Orders);
        Register(B, Orders);
        Register(C, Orders);

        Assert.Equal([A, B, C, A, B, C], Picks(6));
    }

    [Fact]
    public void Directory_prefers_others_to_one_that_failed()
    {
        Register(A, Orders);
        Register(B, Orders);
        _directory.Pick(Orders, Noon)!.AvoidUntil = Noon.AddSeconds(30);

        Assert.Equal([B, B, B], Picks(3));
    }

    [Fact]
    public void Directory_picks_one_that_failed_when_there_is_no_other()
    {
        Register(A, Orders);
        _directory.Pick(Orders, Noon)!.AvoidUntil = Noon.AddSeconds(30);

        Assert.Equal([A, A], Picks(2));
    }

    [Fact]
    public void Directory_forgives_after_a_while()
    {
        Register(A, Orders);
        _directory.Pick(Orders, Noon)!.AvoidUntil = Noon;
        Register(B, Orders);

        Assert.Equal([A, B], Picks(2));
    }

    [Fact]
    public void Registering_tells_which_groups_returned()
    {
        Assert.Equal([Orders], _directory.Register(A, [Orders, Orders], CreateTestProbe()));
        Assert.Equal([Stock], _directory.Register(B, [Orders, Stock], CreateTestProbe()));
    }

    [Fact]
    public void Unregistering_tells_which_groups_are_deserted()
    {
        var a = Register(A, Orders, Stock);
        var b = Register(B, Orders);

        Assert.Equal([Stock], _directory.Unregister(a));
        Assert.Equal([Orders], _directory.Unregister(b));
        Assert.Empty(_directory.Unregister(b));
        Assert.Null(_directory.Pick(Orders, Noon));
        Assert.Empty(_directory.Sessions);
    }

    [Fact]
    public void New_session_of_an_instance_takes_over_and_the_old_ones_end_leaves_it_alone()
    {
        var old = Register(A, Orders);
        var fresh = Register(A, Orders);

        Assert.Equal(fresh, _directory.Pick(Orders, Noon)!.Session);
        Assert.Empty(_directory.Unregister(old));
        Assert.Equal(fresh, _directory.Pick(Orders, Noon)!.Session);
    }

    private TestProbe Register(InstanceId instance, params ProducerGroup[] groups)
    {
        var session = CreateTestProbe();
        _directory.Register(instance, groups, session);
        return session;
    }

    private List<InstanceId> Picks(int count) =>
        Enumerable.Range(0, count).Select(_ => _directory.Pick(Orders, Noon)!.Instance).ToList();
}
