using System.Data.Common;
using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;
using Coordinator.Testing;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Tests.Producing;

public sealed class OutcomePurgerSpec : VirtualClockKit
{
    private static readonly ProducerGroup Group = new("orders");
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TransactionId Parked = new("parked");

    private readonly Store _store = new();
    private readonly LogLines _log = new();
    private readonly IActorRef _purger;

    public OutcomePurgerSpec()
    {
        var (store, logger) = (_store, _log);
        _purger = Sys.ActorOf(Props.Create(() => new OutcomePurger(store, Interval, TimeSpan.FromHours(1), null, TimeSpan.FromSeconds(30), logger)));
        // Its timer has started.
        Settle();
    }

    [Fact]
    public void Nothing_is_purged_before_the_coordinator_has_told_what_is_final()
    {
        Time.Advance(TimeSpan.FromMinutes(10));
        Settle();
        Assert.Empty(_store.Purges);
    }

    [Fact]
    public void What_is_final_is_purged_at_each_interval_and_never_less_than_before()
    {
        _purger.Tell(At(5));
        Time.Advance(TimeSpan.FromSeconds(30));
        AwaitAssert(() => Assert.Single(_store.Purges));
        var (final, keep) = _store.Purges[0];
        Assert.Equal((At(5).Before, TimeSpan.FromHours(1)), (final.Before, keep));
        Assert.Equal([Parked], final.Except);

        // A node that is behind tells an earlier one.
        _purger.Tell(At(3));
        NextPurge();
        Assert.Equal(At(5).Before, _store.Purges[1].Final.Before);
    }

    [Fact]
    public void One_purge_runs_at_a_time_and_one_that_fails_is_repeated()
    {
        _store.Hold = new TaskCompletionSource<long>();
        _purger.Tell(At(5));
        Time.Advance(TimeSpan.FromSeconds(30));
        AwaitAssert(() => Assert.Single(_store.Purges));
        Time.Advance(10 * Interval);
        Settle();
        Assert.Single(_store.Purges);

        var held = _store.Hold;
        _store.Hold = null;
        held.SetException(new InvalidOperationException("the database is away"));
        AwaitAssert(() => Assert.Single(_log.Of(LogLevel.Warning)));
        NextPurge();
    }

    [Fact]
    public void Purge_is_cancelled_when_the_participant_stops()
    {
        _store.Hold = new TaskCompletionSource<long>();
        _purger.Tell(At(5));
        Time.Advance(TimeSpan.FromSeconds(30));
        AwaitAssert(() => Assert.Single(_store.Purges));
        Sys.Stop(_purger);
        AwaitAssert(() => Assert.True(_store.Stopped.IsCancellationRequested));
    }

    /// <summary>Lets intervals pass until the purger has ended one purge and begun another.</summary>
    private void NextPurge() => AwaitAssert(() =>
    {
        Time.Advance(Interval);
        Assert.InRange(_store.Purges.Count, 2, int.MaxValue);
    });

    /// <summary>Waits until the purger has handled what it was sent.</summary>
    private void Settle()
    {
        _purger.Tell(new Identify(0), TestActor);
        ExpectMsg<ActorIdentity>();
    }

    private static FinalIds At(int minute) => new(Group, DateTimeOffset.UnixEpoch.AddYears(56).AddMinutes(minute), [Parked]);

    private sealed class Store : IOutcomeStore
    {
        public List<(FinalTransactions Final, TimeSpan Keep)> Purges { get; } = [];

        public TaskCompletionSource<long>? Hold { get; set; }

        public CancellationToken Stopped { get; private set; }

        public Task<long> PurgeAsync(FinalTransactions final, TimeSpan keepAtLeast, CancellationToken ct)
        {
            Stopped = ct;
            Purges.Add((final, keepAtLeast));
            return Hold?.Task ?? Task.FromResult(1L);
        }

        public Task<DbConnection> OpenConnectionAsync(CancellationToken ct) => throw new NotSupportedException();

        public Task EnsureTablesAsync(CancellationToken ct) => throw new NotSupportedException();

        public Task RecordCommittedAsync(DbTransaction transaction, TransactionId id, CancellationToken ct) => throw new NotSupportedException();

        public Task<CheckResult> CheckAsync(TransactionId id, CancellationToken ct) => throw new NotSupportedException();
    }
}
