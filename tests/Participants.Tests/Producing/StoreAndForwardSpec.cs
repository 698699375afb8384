using System.Data.Common;
using System.Text;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;
using Coordinator.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.Participants.Tests.Producing;

/// <summary>Tests sends while the coordinator is away that store their messages, and their hand-over, on SQLite.</summary>
public sealed class StoreAndForwardSpec : IAsyncLifetime, IDisposable
{
    private static readonly ProducerGroup Group = new("orders");

    private readonly SqliteFile _file = new();
    private readonly OneCoordinator _coordinator = new();
    private readonly OutcomeStore _store;
    private readonly Instance _one;
    private readonly Instance _two;

    public StoreAndForwardSpec()
    {
        // Longer than the default: on a busy machine a check must not give up.
        _store = new OutcomeStore(SqlDialect.Sqlite, _file.Connect) { ProducerGroup = Group, LockWait = TimeSpan.FromSeconds(5) };
        (_one, _two) = (new Instance("one", _store, _coordinator), new Instance("two", _store, _coordinator));
    }

    public async Task InitializeAsync()
    {
        await _store.EnsureTablesAsync();
        await using var connection = _file.Connect();
        await connection.OpenAsync();
        await connection.ExecuteAsync("CREATE TABLE orders (id TEXT NOT NULL)");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Send_commits_and_stores_its_messages_while_the_coordinator_is_away()
    {
        _one.Link.IsConnected = false;
        var result = await _one.SendAsync("a", "1");

        Assert.Equal((LocalOutcome.Commit, false, true), (result.Outcome, result.Confirmed, result.IsStored));
        Assert.Equal(CheckVerdict.Committed, (await _store.CheckAsync(result.Id)).Verdict);
        Assert.Equal((1L, 1L), (await _store.Stored!.CountAsync(default), await OrdersAsync()));
        Assert.Empty(_one.Link.Posted);

        _one.Link.IsConnected = true;
        await _one.Forwarder.RunAsync(default);
        Assert.Equal(["1"], Bodies());
        Assert.Equal(0L, await _store.Stored!.CountAsync(default));
        Assert.Equal(1L, await ScalarAsync("SELECT count(*) FROM coordinator_messages WHERE hand_over = 'kept'"));
        Assert.Equal(0L, await ScalarAsync("SELECT count(*) FROM coordinator_stored_keys"));
    }

    [Fact]
    public async Task Messages_known_before_are_stored_too()
    {
        _one.Link.IsConnected = false;
        var result = await _one.Producer.SendAsync(
            [Message("a", "1")], (DbTransaction transaction, CancellationToken _) => AddOrderAsync(transaction, LocalOutcome.Commit));
        Assert.True(result.IsStored);
        Assert.Equal(1L, await OrdersAsync());
        await Assert.ThrowsAsync<ArgumentException>(
            () => _one.Producer.SendAsync([], (DbTransaction transaction, CancellationToken _) => AddOrderAsync(transaction, LocalOutcome.Commit)));
        Assert.Equal(1L, await OrdersAsync());
    }

    [Fact]
    public async Task Nothing_is_stored_of_a_local_transaction_that_rolls_back()
    {
        _one.Link.IsConnected = false;
        var rolledBack = await _one.SendAsync("a", "1", LocalOutcome.RollBack);
        await Assert.ThrowsAsync<TimeoutException>(() => _one.Producer.SendAsync(
            (LocalTransactionScope scope, CancellationToken _) =>
            {
                scope.Publish(Message("a", "2"));
                throw new TimeoutException("the service failed");
            }));
        Assert.Equal((false, 0L, 0L), (rolledBack.IsStored, await _store.Stored!.CountAsync(default), await OrdersAsync()));
    }

    /// <summary>The order of a key holds across instances: what is stored goes first.</summary>
    [Fact]
    public async Task Connected_instance_stores_what_must_come_behind_stored_messages_and_sends_the_rest()
    {
        _one.Link.IsConnected = false;
        await _one.SendAsync("a", "1");
        var behind = await _two.SendAsync("a", "2");
        var other = await _two.SendAsync("b", "3");
        var none = await _two.SendAsync(null, "4");

        Assert.Equal((true, false, false), (behind.IsStored, other.IsStored, none.IsStored));
        Assert.DoesNotContain(_two.Link.Sent, command => command.Id == behind.Id);
        Assert.Equal(["3", "4"], Bodies());
        await _two.Forwarder.RunAsync(default);
        var after = await _two.SendAsync("a", "5");
        Assert.Equal((false, true), (after.IsStored, after.Confirmed));
        Assert.Equal(["3", "4", "1", "2", "5"], Bodies());
    }

    /// <summary>So producers do not store faster than messages are handed over.</summary>
    [Fact]
    public async Task Connected_instance_waits_until_what_it_stored_is_handed_over()
    {
        _one.Link.IsConnected = false;
        await _one.SendAsync("a", "1");
        var behind = _two.SendAsync("a", "2", wait: TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync(async () => await _store.Stored!.CountAsync(default) == 2, () => "both are stored");
        Assert.False(behind.IsCompleted);
        await _two.Forwarder.RunAsync(default);
        var result = await behind.WaitAsync(Eventually.Bound);
        Assert.Equal((true, false), (result.Confirmed, result.IsStored));
        Assert.Equal(["1", "2"], Bodies());
    }

    [Fact]
    public async Task Messages_of_several_keys_wait_for_each_of_them()
    {
        _one.Link.IsConnected = false;
        await _one.SendAsync("a", "1");
        var both = await _two.Producer.SendAsync((scope, _) =>
        {
            scope.Publish(Message("b", "2"));
            scope.Publish(Message("a", "3"));
            return Task.CompletedTask;
        });
        var behind = await _two.SendAsync("b", "4");
        Assert.True(both.IsStored && behind.IsStored);
        await _two.Forwarder.RunAsync(default);
        Assert.Equal(["1", "2", "3", "4"], Bodies());
        Assert.Equal(0L, await ScalarAsync("SELECT count(*) FROM coordinator_stored_keys"));
    }

    /// <summary>The prepare arrived, and its reply did not. A rollback of it would lose messages that are committed here.</summary>
    [Fact]
    public async Task Prepare_whose_reply_is_lost_is_not_rolled_back()
    {
        _one.Link.LosesReplies = true;
        var result = await _one.SendAsync("a", "1");
        Assert.True(result.IsStored);
        Assert.Empty(_one.Link.Posted);

        _coordinator.Check(result.Id);
        _one.Link.LosesReplies = false;
        await _one.Forwarder.RunAsync(default);
        Assert.Equal(["1"], Bodies());
    }

    [Fact]
    public async Task Prepare_whose_reply_is_lost_is_rolled_back_when_the_local_transaction_fails()
    {
        _one.Link.Fails = command => command is Prepare;
        await using (var connection = _file.Connect())
        {
            await connection.OpenAsync();
            await connection.ExecuteAsync(
                "CREATE TRIGGER refuse BEFORE INSERT ON coordinator_messages BEGIN SELECT raise(ABORT, 'refused'); END");
        }

        await Assert.ThrowsAnyAsync<DbException>(() => _one.SendAsync("a", "1"));
        var rollback = Assert.Single(_one.Link.Posted);
        Assert.IsType<Rollback>(rollback);
        Assert.Equal((CheckVerdict.RolledBack, 0L), ((await _store.CheckAsync(rollback.Id)).Verdict, await OrdersAsync()));
    }

    [Fact]
    public async Task Cancelled_send_rolls_back()
    {
        using var cancel = new CancellationTokenSource();
        _one.Link.Fails = command => command is Prepare && Cancelled();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _one.Producer.SendAsync(
            async (scope, ct) =>
            {
                scope.Publish(Message("a", "1"));
                await AddOrderAsync(scope.Transaction, LocalOutcome.Commit);
            },
            ct: cancel.Token));
        Assert.Equal((0L, 0L), (await _store.Stored!.CountAsync(default), await OrdersAsync()));

        bool Cancelled()
        {
            cancel.Cancel();
            throw new OperationCanceledException(cancel.Token);
        }
    }

    [Fact]
    public async Task Repeated_send_under_a_key_finds_the_stored_one()
    {
        _one.Link.IsConnected = false;
        var first = await _one.SendAsync("a", "1", key: "pay order 1");
        foreach (var instance in (Instance[])[_one, _two])
        {
            var repeated = await instance.SendAsync("a", "1", key: "pay order 1");
            Assert.Equal((first.Id, true, false), (repeated.Id, repeated.WasAlreadyCommitted, repeated.Confirmed));
        }

        Assert.Equal((1L, 1L), (await _store.Stored!.CountAsync(default), await OrdersAsync()));
        await _two.Forwarder.RunAsync(default);
        var late = await _one.Reconnected().SendAsync("a", "1", key: "pay order 1");
        Assert.Equal((first.Id, true, true), (late.Id, late.WasAlreadyCommitted, late.Confirmed));
        Assert.Equal(["1"], Bodies());
    }

    [Fact]
    public async Task Repeated_send_under_an_id_finds_the_stored_one()
    {
        var id = new TransactionId("order-1");
        _one.Link.IsConnected = false;
        await _one.SendAsync("a", "1", id: id);
        var repeated = await _two.SendAsync("a", "1", id: id);
        Assert.Equal((LocalOutcome.Commit, true, false), (repeated.Outcome, repeated.WasAlreadyCommitted, repeated.Confirmed));
        await _two.Forwarder.RunAsync(default);
        Assert.Equal((1L, 1), (await OrdersAsync(), Bodies().Count));
    }

    [Fact]
    public async Task Hand_over_goes_on_where_it_failed()
    {
        _one.Link.IsConnected = false;
        for (var number = 1; number <= 150; number++)
            await _one.SendAsync($"{number % 7}", $"{number}");
        _two.Link.Fails = command => command is HandOver && Bodies().Count >= 100;
        await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => _two.Forwarder.RunAsync(default));
        Assert.Equal(150L - Bodies().Count, await _store.Stored!.CountAsync(default));

        _two.Link.Fails = _ => false;
        await _two.Forwarder.RunAsync(default);
        Assert.Equal(150, Bodies().Count);
        AssertOrdered();
    }

    /// <summary>An instance that is cut off while it hands over holds nobody up.</summary>
    [Fact]
    public async Task Instance_whose_hand_over_fails_gives_the_lease_back()
    {
        _one.Link.IsConnected = false;
        await _one.SendAsync("a", "1");
        await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => _one.Forwarder.RunAsync(default));
        await _two.Forwarder.RunAsync(default);
        Assert.Equal(["1"], Bodies());
    }

    /// <summary>Nothing that was refused is dropped, and it does not hold up its key for ever.</summary>
    [Fact]
    public async Task Refused_messages_are_listed_and_free_their_key()
    {
        _one.Link.IsConnected = false;
        var refused = await _one.SendAsync("a", "1");
        await _one.SendAsync("a", "2");
        var link = new AsyncLink(command => Task.FromResult(
            command.Id == refused.Id ? FakeCoordinator.Reply(command, TransactionOutcome.Expired) : _coordinator.Answer(command)));
        await new Forwarder(_store.Stored!, link, Group, keep: true, "other", NullLogger.Instance).RunAsync(default);

        var listed = Assert.Single(await _store.ListRefusedAsync());
        Assert.Equal(refused.Id, listed.Id);
        Assert.StartsWith("Expired", listed.Refusal, StringComparison.Ordinal);
        Assert.Equal(["2"], Bodies());
        Assert.False((await _two.SendAsync("a", "3")).IsStored);
    }

    [Fact]
    public async Task Instance_that_hands_over_keeps_others_from_it_until_its_lease_ends()
    {
        _one.Link.IsConnected = false;
        await _one.SendAsync("a", "1");
        Assert.True(await _store.Stored!.TryLeaseAsync("dead", TimeSpan.FromHours(1), default));
        await _two.Forwarder.RunAsync(default);
        Assert.Empty(Bodies());
        await using (var connection = _file.Connect())
        {
            await connection.OpenAsync();
            await connection.ExecuteAsync("UPDATE coordinator_purge_bounds SET bound = 1 WHERE name = 'hand-over lease'");
        }

        await _two.Forwarder.RunAsync(default);
        Assert.Equal(["1"], Bodies());
        Assert.True(await _store.Stored!.TryLeaseAsync("next", TimeSpan.FromHours(1), default));
    }

    /// <summary>A restored coordinator has forgotten what it took just before, so those messages must stay stored.</summary>
    [Fact]
    public async Task Messages_that_a_coordinator_took_before_it_was_restored_are_handed_over_again()
    {
        _one.Link.IsConnected = false;
        await _one.SendAsync("a", "1");
        await _store.Messages!.BeginAsync(2_000, default);
        _coordinator.Epoch = 1_000;
        await _two.Forwarder.RunAsync(default);
        Assert.Equal(1L, await _store.Stored!.CountAsync(default));

        _coordinator.Epoch = 2_000;
        await _two.Forwarder.RunAsync(default);
        Assert.Equal(0L, await _store.Stored!.CountAsync(default));
    }

    [Fact]
    public async Task Nothing_is_kept_after_the_hand_over_when_messages_are_not_kept()
    {
        _one.Link.IsConnected = false;
        await _one.SendAsync("a", "1");
        await new Forwarder(_store.Stored!, _two.Link, Group, keep: false, "two", NullLogger.Instance).RunAsync(default);
        Assert.Equal(0L, await ScalarAsync("SELECT count(*) FROM coordinator_messages"));
        Assert.Equal(["1"], Bodies());
    }

    private IReadOnlyList<string> Bodies() => [.. _coordinator.Log.Select(message => Encoding.UTF8.GetString(message.Body.Span))];

    private void AssertOrdered()
    {
        foreach (var ofKey in _coordinator.Log.GroupBy(message => message.OrderingKey))
        {
            var numbers = ofKey.Select(message => int.Parse(Encoding.UTF8.GetString(message.Body.Span), null)).ToList();
            Assert.Equal(numbers.Order(), numbers);
        }
    }

    private Task<long> OrdersAsync() => ScalarAsync("SELECT count(*) FROM orders");

    private async Task<long> ScalarAsync(string sql)
    {
        await using var connection = _file.Connect();
        await connection.OpenAsync();
        return (long)(await connection.ScalarAsync(sql))!;
    }

    private static async Task<LocalOutcome> AddOrderAsync(DbTransaction transaction, LocalOutcome outcome)
    {
        await transaction.Connection!.ExecuteAsync("INSERT INTO orders VALUES ('order')", transaction);
        return outcome;
    }

    private static Message Message(string? key, string body) =>
        new() { Topic = new Topic("orders.paid"), Body = Encoding.UTF8.GetBytes(body), OrderingKey = key };

    /// <summary>An instance of the service.</summary>
    private sealed class Instance(string name, OutcomeStore store, OneCoordinator coordinator)
    {
        public BreakableLink Link { get; } = new(coordinator);

        public TransactionalProducer Producer => With(TimeSpan.FromMilliseconds(100));

        private TransactionalProducer With(TimeSpan commandTimeout) => ProducerKit.Make(
            Link,
            store,
            options => (options.WhenUnavailable, options.CommandTimeout) = (WhenUnavailable.StoreLocally, commandTimeout));

        public Forwarder Forwarder => new(store.Stored!, Link, Group, keep: true, name, NullLogger.Instance);

        public Instance Reconnected()
        {
            Link.IsConnected = true;
            return this;
        }

        public Task<SendResult> SendAsync(
            string? orderingKey, string body, LocalOutcome outcome = LocalOutcome.Commit, string? key = null, TransactionId? id = null, TimeSpan? wait = null) =>
            (wait is { } most ? With(most) : Producer).SendAsync(
                (scope, _) =>
                {
                    scope.Publish(Message(orderingKey, body));
                    return AddOrderAsync(scope.Transaction, outcome);
                },
                new SendOptions { Key = key, Id = id });
    }
}
