using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Fence;
using Coordinator.Testing;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Tests.Consuming;

public sealed class InboxPurgerSpec : VirtualClockKit, IAsyncLifetime
{
    private const string Rows = "SELECT count(*) FROM coordinator_inbox";

    private static readonly ConsumerGroup Group = new("shipping");
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly SqliteFile _file = new();
    private readonly LogLines _log = new();
    private readonly ServiceDatabase _service;
    private readonly IActorRef _purger;

    public InboxPurgerSpec()
    {
        _service = ServiceDatabase.Of(_file);
        var (inbox, logger) = (new InboxDatabase(SqlDialect.Sqlite, _service.Connect), _log);
        _purger = Sys.ActorOf(Props.Create(() => new InboxPurger(inbox, Interval, TimeSpan.Zero, TimeSpan.FromSeconds(30), logger)));
        // Its timer has started.
        Settle();
    }

    public Task InitializeAsync() => _service.CreateTablesAsync();

    public Task DisposeAsync()
    {
        _file.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Rows_of_each_queue_go_below_its_bound_when_a_purge_is_due()
    {
        await FillAsync();
        _purger.Tell(Below(0, 4, 2));
        _purger.Tell(Below(1, 2));
        // A node that is behind tells an earlier one.
        _purger.Tell(Below(0, 3));
        Settle();
        Assert.Equal(10, await _service.CountAsync(Rows));

        await PurgedAsync(10 - 2 - 1);
        Assert.Equal(1, await _service.CountAsync($"{Rows} WHERE queue = 0 AND queue_offset = 2"));

        _purger.Tell(Below(0, 4));
        await PurgedAsync(6);
    }

    [Fact]
    public async Task Queue_that_fails_keeps_no_other_from_its_turn()
    {
        await FillAsync();
        await _service.ExecuteAsync(
            "CREATE TRIGGER broken BEFORE DELETE ON coordinator_inbox WHEN OLD.queue = 0 BEGIN SELECT RAISE(ABORT, 'broken'); END");
        _purger.Tell(Below(0, 4));
        _purger.Tell(Below(1, 6));
        await PurgedAsync(5);
        AwaitAssert(() => Assert.NotEmpty(_log.Of(LogLevel.Warning)));
        await _service.ExecuteAsync("DROP TRIGGER broken");
        await PurgedAsync(2);
    }

    [Fact]
    public async Task Queues_of_a_restored_coordinator_count_from_then_on()
    {
        await FillAsync();
        _purger.Tell(Below(0, 6) with { Epoch = 7 });
        // It comes from a node of before.
        _purger.Tell(Below(0, 6));
        _purger.Tell(Below(1, 6));
        await PurgedAsync(5);
        Assert.Equal(5, await _service.CountAsync($"{Rows} WHERE queue = 0"));
    }

    private static SettledBelow Below(int queue, long bound, params long[] except) =>
        new(Group, new QueueId(new Topic("orders.paid"), queue), 0, bound, except);

    /// <summary>Lets intervals pass until so many rows are left.</summary>
    private Task PurgedAsync(long left) => AwaitAssertAsync(async () =>
    {
        Time.Advance(Interval);
        Assert.Equal(left, await _service.CountAsync(Rows));
    });

    private Task FillAsync() => _service.ExecuteAsync(string.Join(';', Enumerable.Range(0, 10).Select(number =>
        "INSERT INTO coordinator_inbox (consumer_group, message_id, topic, queue, queue_offset) "
        + $"VALUES ('{Group}', 'message-{number}', 'orders.paid', {number / 5}, {1 + (number % 5)})")));

    /// <summary>Waits until the purger has handled what it was sent.</summary>
    private void Settle()
    {
        _purger.Tell(new Identify(0), TestActor);
        ExpectMsg<ActorIdentity>();
    }
}
