using System.Collections.Concurrent;
using Akka.Actor;
using Coordinator.Retention;
using Coordinator.Testing;

namespace Coordinator.Tests.Retention;

public sealed class RetentionKeeperSpec : VirtualTimeKit
{
    private readonly RetentionOptions _options = new() { RowsPerSecond = 1_000 };
    private readonly FakeWork _first = new("first");
    private readonly FakeWork _second = new("second");
    private string? _obstacle;

    [Fact]
    public async Task Works_take_turns_until_each_has_no_more()
    {
        _first.Gives(new RetentionBatch(0, IsMore: true, []), new RetentionBatch(0, IsMore: false, []));
        _second.Gives(new RetentionBatch(0, IsMore: false, [new KeptData("queue orders/0", "unread", 7)]));

        var keeper = Start();

        var report = await UntilAsync(keeper, report => report.Works.All(work => work.CompletedAt is not null));
        Assert.Equal((2, 1), (_first.Calls, _second.Calls));
        Assert.Equal(7, Assert.Single(report.Works[1].Kept).Rows);
    }

    [Fact]
    public async Task Keeper_deletes_no_faster_than_it_may()
    {
        _first.Gives(new RetentionBatch(500, IsMore: true, []), new RetentionBatch(500, IsMore: true, []), new RetentionBatch(0, IsMore: false, []));

        var keeper = Start(_first);

        await UntilAsync(keeper, report => report.Works[0].Deleted == 500);
        Assert.Equal(500, _first.MostRows);
        Time.Advance(TimeSpan.FromMilliseconds(490));
        await AskAsync(keeper);
        Assert.Equal(1, _first.Calls);
        Time.Advance(TimeSpan.FromMilliseconds(10));
        await UntilAsync(keeper, report => report.Works[0].Deleted == 1_000);
    }

    [Fact]
    public async Task Keeper_comes_again_after_the_interval()
    {
        var keeper = Start(_first);
        await UntilAsync(keeper, report => report.Works[0].CompletedAt is not null);

        Time.Advance(_options.Interval - TimeSpan.FromSeconds(1));
        await AskAsync(keeper);
        Assert.Equal(1, _first.Calls);
        Time.Advance(TimeSpan.FromSeconds(1));
        await UntilAsync(keeper, _ => _first.Calls == 2);
    }

    [Fact]
    public async Task Work_that_has_something_new_begins_at_once()
    {
        var keeper = Start(_first);
        await UntilAsync(keeper, report => report.Works[0].CompletedAt is not null);

        keeper.Tell(new LookNow("first"));
        await AskAsync(keeper);
        Time.Advance(TimeSpan.FromMilliseconds(1));

        await UntilAsync(keeper, _ => _first.Calls == 2);
    }

    [Fact]
    public async Task Work_that_fails_waits_and_goes_on_and_the_other_is_not_held_up()
    {
        _first.Fails("the database is away");
        _second.Gives(new RetentionBatch(5, IsMore: false, []));

        var keeper = Start();

        var report = await UntilAsync(keeper, report => report.Works[1].Deleted == 5 && report.Works[0].Failure is not null);
        Assert.Equal("the database is away", report.Works[0].Failure);
        Time.Advance(TimeSpan.FromSeconds(2));
        report = await UntilAsync(keeper, report => report.Works[0].CompletedAt is not null);
        Assert.Null(report.Works[0].Failure);
    }

    [Fact]
    public async Task Nothing_is_deleted_while_there_is_an_obstacle()
    {
        _obstacle = "a node of an earlier release is a member";

        var keeper = Start();

        await UntilAsync(keeper, report => report.Obstacle == _obstacle);
        Assert.Equal((0, 0), (_first.Calls, _second.Calls));
        _obstacle = null;
        Time.Advance(_options.Interval);
        await UntilAsync(keeper, report => report.Obstacle is null && _first.Calls == 1);
    }

    private IActorRef Start(params IRetentionWork[] works) =>
        Sys.ActorOf(RetentionKeeper.Props(_options, works.Length == 0 ? [_first, _second] : works, () => _obstacle));

    private static Task<RetentionReport> AskAsync(IActorRef keeper) => keeper.Ask<RetentionReport>(new AskRetention(), CancellationToken.None);

    private async Task<RetentionReport> UntilAsync(IActorRef keeper, Func<RetentionReport, bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            // Timers of no time are due at the next turn of the clock.
            Time.Advance(TimeSpan.Zero);
            var report = await keeper.Ask<RetentionReport>(new AskRetention(), limit.Token);
            if (isSo(report))
                return report;
        }
    }

    private sealed class FakeWork(string name) : IRetentionWork
    {
        private readonly ConcurrentQueue<Func<RetentionBatch>> _batches = [];
        private int _calls;

        public string Name => name;

        public int Calls => Volatile.Read(ref _calls);

        public int MostRows { get; private set; }

        public void Gives(params RetentionBatch[] batches)
        {
            foreach (var batch in batches)
                _batches.Enqueue(() => batch);
        }

        public void Fails(string reason) => _batches.Enqueue(() => throw new IOException(reason));

        public async Task<RetentionBatch> DeleteAsync(int mostRows, CancellationToken ct)
        {
            await Task.Yield();
            MostRows = mostRows;
            Interlocked.Increment(ref _calls);
            return _batches.TryDequeue(out var batch) ? batch() : new RetentionBatch(0, IsMore: false, []);
        }
    }
}
