using System.Data.Common;
using System.Text;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Link;
using Coordinator.Participants.Producing;
using Coordinator.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.Participants.Tests.Producing;

/// <summary>Tests sends and hand-overs around a restore of the coordinator, against a database of SQLite.</summary>
public sealed class MessageHandOverSpec : IDisposable
{
    private const long Restored = 5_000;

    private static readonly ProducerGroup Group = new("orders");
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly SqliteFile _file = new();
    private readonly OutcomeStore _store;
    private readonly ForgetfulCoordinator _coordinator = new();

    public MessageHandOverSpec() =>
        _store = new OutcomeStore(SqlDialect.Sqlite, _file.Connect) { ProducerGroup = Group };

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Restored_coordinator_gets_what_it_has_forgotten_in_the_order_of_each_key()
    {
        await SendAsync(1, 40);
        _coordinator.Restore(Restored);
        await RunAsync();

        Assert.Equal(40, _coordinator.HandedOver.Count);
        foreach (var key in (string[])["key-0", "key-1", "key-2"])
        {
            var numbers = _coordinator.HandedOver.Where(command => command.Messages[0].OrderingKey == key).Select(Number).ToList();
            Assert.Equal(numbers.Order(), numbers);
        }

        // Another instance, and this one later, find that it is done.
        await RunAsync();
        Assert.Equal(40, _coordinator.HandedOver.Count);
        Assert.Equal(40L, await CountAsync());
    }

    [Fact]
    public async Task Hand_over_begins_again_after_a_failure()
    {
        await SendAsync(1, 40);
        _coordinator.Restore(Restored);
        _coordinator.FailAfter = 35;
        await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => RunAsync());
        Assert.Equal(0, await _store.Messages!.HandedOverAsync(default));

        _coordinator.FailAfter = null;
        await RunAsync();
        Assert.Equal(40, _coordinator.Known.Count);
        Assert.Equal(Restored, await _store.Messages!.HandedOverAsync(default));
    }

    [Fact]
    public async Task Refused_messages_are_listed_and_hold_up_nothing()
    {
        await SendAsync(1, 5);
        _coordinator.Restore(Restored);
        _coordinator.Refuse = command => Number(command) == 3 ? TransactionOutcome.Expired : null;
        await RunAsync();

        var refused = Assert.Single(await _store.ListRefusedAsync());
        Assert.StartsWith("Expired", refused.Refusal, StringComparison.Ordinal);
        Assert.Equal(4, _coordinator.Known.Count);
    }

    [Fact]
    public async Task Nothing_is_purged_before_it_is_handed_over()
    {
        await SendAsync(1, 3);
        await using (var connection = _file.Connect())
        {
            await connection.OpenAsync();
            await connection.ExecuteAsync("UPDATE coordinator_messages SET recorded_ms = 1");
        }

        _coordinator.Restore(Restored);
        _coordinator.FailAfter = 0;
        await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => RunAsync());
        Assert.Equal(3L, await CountAsync());
        _coordinator.FailAfter = null;
        await RunAsync();
        Assert.Equal((3, 0L), (_coordinator.Known.Count, await CountAsync()));
    }

    [Fact]
    public async Task Commit_that_the_restored_coordinator_does_not_know_is_handed_over_by_the_send_itself()
    {
        await PrepareTablesAsync();
        var result = await Producer().SendAsync([Message(1)], (DbTransaction _, CancellationToken _) =>
        {
            _coordinator.Restore(Restored);
            return Task.FromResult(LocalOutcome.Commit);
        });

        Assert.Equal((LocalOutcome.Commit, true), (result.Outcome, result.Confirmed));
        Assert.Equal(result.Id, Assert.Single(_coordinator.HandedOver).Id);
    }

    [Fact]
    public async Task Send_across_a_restore_is_rolled_back_when_the_hand_over_has_begun()
    {
        await PrepareTablesAsync();
        _coordinator.AfterPrepare = () => _store.Messages!.BeginAsync(Restored, default);
        var refused = await Assert.ThrowsAsync<CoordinatorRestoredException>(
            () => Producer().SendAsync([Message(1)], (DbTransaction _, CancellationToken _) => Task.FromResult(LocalOutcome.Commit)));
        Assert.Equal(0L, await CountAsync());
        Assert.Equal(CheckVerdict.RolledBack, (await _store.CheckAsync(refused.Id)).Verdict);
    }

    [Fact]
    public async Task Nothing_is_kept_when_it_is_off()
    {
        await PrepareTablesAsync();
        await Producer(keep: TimeSpan.Zero).SendAsync([Message(1)], (DbTransaction _, CancellationToken _) => Task.FromResult(LocalOutcome.Commit));
        Assert.Equal(0L, await CountAsync());
    }

    private async Task SendAsync(int first, int last)
    {
        await PrepareTablesAsync();
        for (var number = first; number <= last; number++)
            await Producer().SendAsync([Message(number)], (DbTransaction _, CancellationToken _) => Task.FromResult(LocalOutcome.Commit));
    }

    private Task PrepareTablesAsync() => _store.EnsureTablesAsync();

    private async Task<long> CountAsync()
    {
        await using var connection = _file.Connect();
        await connection.OpenAsync();
        return (long)(await connection.ScalarAsync("SELECT count(*) FROM coordinator_messages"))!;
    }

    private async Task RunAsync()
    {
        var handOver = KeptHandOver();
        await handOver.RunAsync(Restored, default);
        await handOver.PurgeAsync(Day, default);
    }

    private MessageHandOver KeptHandOver() => new(_store.Messages!, _coordinator, Group, NullLogger.Instance);

    private TransactionalProducer Producer(TimeSpan? keep = null) =>
        ProducerKit.Make(_coordinator, _store, options => options.KeepMessages = keep ?? Day);

    private static int Number(HandOver command) => int.Parse(Encoding.UTF8.GetString(command.Messages[0].Body.Span), null);

    private static Message Message(int number) =>
        new() { Topic = new Topic("orders.paid"), Body = Encoding.UTF8.GetBytes($"{number}"), OrderingKey = $"key-{number % 3}" };

    /// <summary>Coordinator that remembers transactions until it is restored.</summary>
    private sealed class ForgetfulCoordinator : ICommandLink
    {
        private readonly Lock _lock = new();
        private long _epoch;
        private long _number;

        public bool HasSession => true;

        public HashSet<TransactionId> Known { get; } = [];

        public List<HandOver> HandedOver { get; } = [];

        public int? FailAfter { get; set; }

        /// <summary>Runs between the prepare and its answer, which has the epoch of before.</summary>
        public Func<Task> AfterPrepare { get; set; } = () => Task.CompletedTask;

        public Func<HandOver, TransactionOutcome?> Refuse { get; set; } = _ => null;

        public void Restore(long epoch)
        {
            _epoch = epoch;
            Known.Clear();
        }

        public async Task<TransactionReply> SendAsync(ITransactionCommand command, CommandLimits limits, CancellationToken ct)
        {
            // The order of a key must not rest on answers that come at once.
            await Task.Yield();
            if (command is Prepare)
                await AfterPrepare();
            lock (_lock)
                return FakeCoordinator.Reply(command, Answer(command)) with { Epoch = _epoch };
        }

        public void Post(ITransactionCommand command)
        {
        }

        public long NextNumber() => Interlocked.Increment(ref _number);

        private TransactionOutcome Answer(ITransactionCommand command)
        {
            switch (command)
            {
                case HandOver when HandedOver.Count >= FailAfter:
                    throw new CoordinatorUnavailableException("away");
                case HandOver handOver when Refuse(handOver) is { } refusal:
                    return refusal;
                case HandOver handOver:
                    HandedOver.Add(handOver);
                    Known.Add(handOver.Id);
                    return TransactionOutcome.Accepted;
                case Prepare prepare:
                    Known.Add(prepare.Id);
                    return TransactionOutcome.Accepted;
                default:
                    return Known.Contains(command.Id) ? TransactionOutcome.Accepted : TransactionOutcome.NotFound;
            }
        }
    }
}
