using Akka.Actor;
using Akka.TestKit;
using Coordinator.Contracts;
using Coordinator.Recovery;
using Coordinator.Testing;
using Coordinator.Transactions;

namespace Coordinator.Tests.Recovery;

public sealed class OpenTransactionSweepSpec : VirtualTimeKit
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(50);
    private static readonly ProducerGroup Orders = FakeIndex.Orders;
    private static readonly ProducerGroup Payments = new("payments");

    private readonly SweepOptions _options = new();
    private readonly FakeIndex _index = new();
    private readonly FakeMarks _marks = new();
    private readonly TestProbe _region;

    public OpenTransactionSweepSpec() => _region = CreateTestProbe("transactions");

    [Fact]
    public void Sweep_wakes_everything_that_is_open_when_it_starts()
    {
        _index.Add("young", Time.Now);
        _index.Add("old", Time.Now.AddDays(-1));
        _index.Add("parked", Time.Now.AddDays(-30), OpenPhase.Parked);
        _index.Add("committed", Time.Now, OpenPhase.Committed);

        Start();

        foreach (var id in (string[])["young", "old", "parked", "committed"])
        {
            var wake = new WakeTransaction(new TransactionId(id), IsCommitted: id is "committed");
            Assert.Equal(wake, _region.ExpectMsg<WakeTransaction>());
        }
    }

    [Fact]
    public async Task Sweep_finds_later_what_was_prepared_after_it()
    {
        var sweep = Start();
        await IdleAsync(sweep);
        _index.Add("t1", Time.Now.AddMinutes(-1));

        Time.Advance(_options.SweepInterval);

        Assert.Equal("t1", _region.ExpectMsg<WakeTransaction>().Id.Value);
    }

    [Fact]
    public void Sweep_wakes_no_faster_than_it_may()
    {
        _options.SweepWakesPerSecond = 100;
        _options.SweepPageSize = 7;
        for (var n = 0; n < 35; n++)
            _index.Add($"t{n}", Time.Now);

        Start();

        _region.ReceiveN(10);
        _region.ExpectNoMsg(Quiet);
        Time.Advance(TimeSpan.FromMilliseconds(100));
        _region.ReceiveN(10);
        _region.ExpectNoMsg(Quiet);
    }

    [Fact]
    public async Task Sweep_wakes_everything_of_a_group_that_returned_and_nothing_of_others()
    {
        _index.Add("t1", Time.Now, group: Payments);
        _index.Add("t2", Time.Now);
        var sweep = Start();
        _region.ReceiveN(2);
        await IdleAsync(sweep);

        sweep.Tell(new GroupsReturned([Orders]));

        Assert.Equal(new WakeTransaction(new TransactionId("t2")), _region.ExpectMsg<WakeTransaction>() with { Returned = null });
        _region.ExpectNoMsg(Quiet);
    }

    [Fact]
    public async Task Group_waits_for_no_open_transactions_of_another_group()
    {
        const int Others = 6_000;
        for (var n = 0; n < Others; n++)
            _index.Add($"t{n}", Time.Now, group: Payments);
        _index.Add("one", Time.Now);
        var sweep = Start();
        await IdleAsync(sweep);
        _region.ReceiveN(_options.SweepWakesPerSecond / 10);

        sweep.Tell(new GroupsReturned([Orders]));
        await IdleAsync(sweep);
        Time.Advance(TimeSpan.FromMilliseconds(100));

        // Nearly all of the other group are still to be woken.
        Assert.Equal([Orders], _region.ReceiveN(2).Cast<WakeTransaction>().Single(wake => wake.Id.Value == "one").Returned);
    }

    [Fact]
    public void Group_that_returns_during_a_pass_gets_a_pass_of_its_own()
    {
        _options.SweepWakesPerSecond = 10;
        _index.Add("t1", Time.Now);
        _index.Add("t2", Time.Now);
        var sweep = Start();
        Assert.Null(_region.ExpectMsg<WakeTransaction>().Returned);

        sweep.Tell(new GroupsReturned([Orders]));
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(100));
            Assert.NotNull(_region.ExpectMsg<WakeTransaction>(Quiet).Returned);
        });
    }

    [Fact]
    public void Sweep_tries_again_later_when_the_journal_is_away_and_forgets_nobody()
    {
        _index.FailNext(2);
        _index.Add("t1", Time.Now);
        var sweep = Start();
        sweep.Tell(new GroupsReturned([Orders]));

        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal([Orders], _region.ExpectMsg<WakeTransaction>(Quiet).Returned);
        });
    }

    [Fact]
    public async Task Pass_begins_at_the_low_water_mark_once_writes_have_had_their_time()
    {
        for (var n = 0; n < 5; n++)
            _index.Decide(new TransactionId($"t{_index.Add($"t{n + 1}", Time.Now)}"));
        var sweep = Start();
        await IdleAsync(sweep);
        await PassAsync(sweep);
        Assert.Equal(0, _index.ReadFrom.Max());

        _index.Add("later", Time.Now);
        await PassAsync(sweep, after: _options.SweepOverlap);
        await PassAsync(sweep);
        _index.Add("latest", Time.Now);
        await PassAsync(sweep);

        Assert.Equal(5, _index.ReadFrom.Last());
    }

    [Fact]
    public async Task Next_sweep_goes_on_from_the_mark_and_wakes_what_is_open_below_it()
    {
        _index.Add("parked", Time.Now.AddDays(-3), OpenPhase.Parked);
        _index.Decide(new TransactionId($"t{_index.Add("t2", Time.Now)}"));
        var sweep = Start();
        await IdleAsync(sweep);
        await PassAsync(sweep, after: _options.SweepOverlap);
        await PassAsync(sweep);
        AwaitAssert(() => Assert.Equal(2, _marks.Saved?.Place));
        Watch(sweep);
        Sys.Stop(sweep);
        ExpectTerminated(sweep);
        _region.ReceiveWhile(_ => true, Quiet);

        _index.Add("new", Time.Now);
        Start();

        Assert.Equal("parked", _region.ExpectMsg<WakeTransaction>().Id.Value);
        Assert.Equal("new", _region.ExpectMsg<WakeTransaction>().Id.Value);
        Assert.Equal(2, _index.ReadFrom.Last());
        Assert.Equal([1], _marks.Saved!.Kept);
    }

    [Fact]
    public void Sweep_reads_the_journal_from_its_beginning_when_the_mark_cannot_be_read_for_good()
    {
        _marks.FailAlways();
        _index.Add("t1", Time.Now);
        Start();

        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromMinutes(1));
            _region.ExpectMsg<WakeTransaction>(Quiet);
        });
    }

    [Fact]
    public async Task Sweep_finds_a_row_that_became_visible_below_others_late()
    {
        var place = _index.TakePlace();
        _index.Decide(new TransactionId($"t{_index.Add("t2", Time.Now)}"));
        var sweep = Start();
        await IdleAsync(sweep);
        Time.Advance(_options.SweepOverlap - TimeSpan.FromSeconds(1));
        await IdleAsync(sweep);

        _index.AddAt(place, "slow", Time.Now.AddMinutes(-1));
        await PassAsync(sweep);

        AwaitAssert(() => Assert.Equal("slow", _region.ExpectMsg<WakeTransaction>(Quiet).Id.Value));
    }

    private IActorRef Start() => Sys.ActorOf(OpenTransactionSweep.Props(_options, new WakeSchedule(_options, new CheckScheduleOptions()), _index, _marks, () => _region));

    private async Task PassAsync(IActorRef sweep, TimeSpan? after = null)
    {
        Time.Advance(after ?? _options.SweepInterval);
        await IdleAsync(sweep);
    }

    /// <summary>
    /// Waits until the sweep is idle. The fake index replies at once, so a few turns of the mailbox end a pass that need not
    /// wait.
    /// </summary>
    private static async Task IdleAsync(IActorRef sweep)
    {
        for (var turn = 0; turn < 20; turn++)
            await sweep.Ask<ActorIdentity>(new Identify(turn), CancellationToken.None);
    }
}
