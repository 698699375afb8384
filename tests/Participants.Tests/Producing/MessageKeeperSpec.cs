using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Link;
using Coordinator.Participants.Producing;
using Coordinator.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.Participants.Tests.Producing;

/// <summary>Tests when the keeper of messages works, and when it does not.</summary>
public sealed class MessageKeeperSpec : VirtualClockKit
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly SqliteFile _file = new();
    private readonly LogLines _log = new();
    private readonly IActorRef _keeper;
    private readonly OutcomeStore _store;

    public MessageKeeperSpec()
    {
        _store = new OutcomeStore(SqlDialect.Sqlite, _file.Connect) { ProducerGroup = new ProducerGroup("orders") };
        _store.EnsureTablesAsync().GetAwaiter().GetResult();
        var (group, link) = (new ProducerGroup("orders"), new FakeLink([]));
        var handOver = new MessageHandOver(_store.Messages!, link, group, NullLogger.Instance);
        var forwarder = new Forwarder(_store.Stored!, link, group, keep: true, "one", NullLogger.Instance);
        var logger = _log;
        _keeper = Sys.ActorOf(Props.Create(
            () => new MessageKeeper(handOver, forwarder, TimeSpan.FromDays(1), Interval, MessageKeeper.ForwardInterval, logger)));
        Settle();
    }

    [Fact]
    public void Without_a_session_nothing_is_purged()
    {
        StoreOld();
        Time.Advance(10 * Interval);
        Settle();
        Assert.Equal(1, Count());

        _keeper.Tell(new SessionUp());
        AwaitAssert(() => Assert.Equal(0, Count()));
    }

    [Fact]
    public void What_is_old_is_purged_at_each_interval_while_the_session_is_open()
    {
        _keeper.Tell(new SessionUp());
        Settle();
        StoreOld();
        AwaitAssert(() =>
        {
            Time.Advance(Interval);
            Assert.Equal(0, Count());
        });

        _keeper.Tell(new SessionDown());
        // A purge that is under way may still delete what comes now, once.
        AwaitAssert(() =>
        {
            StoreOld();
            Settle();
            Time.Advance(10 * Interval);
            Settle();
            Assert.Equal(1, Count());
        });
    }

    [Fact]
    public void Session_of_a_restored_coordinator_hands_over_at_once()
    {
        _keeper.Tell(new SessionUp(5_000));
        AwaitAssert(() => Assert.Equal(5_000, _store.Messages!.HandedOverAsync(default).GetAwaiter().GetResult()));
    }

    [Fact]
    public void Failure_is_logged_and_tried_again_soon()
    {
        Execute("ALTER TABLE coordinator_messages RENAME TO away");
        _keeper.Tell(new SessionUp(5_000));
        AwaitAssert(() => Assert.NotEmpty(_log.Of(LogLevel.Warning)));
        Execute("ALTER TABLE away RENAME TO coordinator_messages");
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(5));
            Assert.Equal(5_000, _store.Messages!.HandedOverAsync(default).GetAwaiter().GetResult());
        });
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        // The work of the keeper ends a moment after the keeper.
        Assert.True(SpinWait.SpinUntil(IsDeleted, TimeSpan.FromSeconds(10)), "the file is still in use");
    }

    private bool IsDeleted()
    {
        try
        {
            _file.Dispose();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void StoreOld() => Execute(
        "INSERT OR REPLACE INTO coordinator_messages (transaction_id, producer_group, hand_over, messages, recorded_ms) VALUES ('old', 'orders', 'kept', x'', 1)");

    private long Count()
    {
        using var connection = _file.Connect();
        connection.Open();
        return (long)connection.ScalarAsync("SELECT count(*) FROM coordinator_messages").GetAwaiter().GetResult()!;
    }

    private void Execute(string sql)
    {
        using var connection = _file.Connect();
        connection.Open();
        connection.ExecuteAsync(sql).GetAwaiter().GetResult();
    }

    /// <summary>Waits until the keeper has handled what it was sent.</summary>
    private void Settle()
    {
        _keeper.Tell(new Identify(0), TestActor);
        ExpectMsg<ActorIdentity>();
    }
}
