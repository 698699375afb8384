using System.Collections.Concurrent;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Consuming;
using Coordinator.Testing.Crashes;

namespace Coordinator.Testing.Tests;

public sealed class TestCoordinatorSpec : IAsyncLifetime, IDisposable
{
    private readonly SqliteFile _file = new();
    private TestCoordinator _coordinator = null!;

    public async Task InitializeAsync() =>
        _coordinator = await TestCoordinator.StartAsync(new TestCoordinatorOptions { MaxAttempts = 2, QuietTimeout = TimeSpan.FromSeconds(20) });

    public async Task DisposeAsync() => await _coordinator.DisposeAsync();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Coordinator_delivers_what_a_service_sends_and_shows_it()
    {
        var received = new ConcurrentQueue<ReceivedMessage>();
        await using var service = await ServiceHost.StartAsync(_coordinator, _file, service => service.AddConsumer(
            "shipping", ServiceHost.Topic, (message, _) =>
            {
                received.Enqueue(message);
                return Task.CompletedTask;
            }));

        var sent = await service.SendAsync(ServiceHost.Order("17"));
        await _coordinator.WaitUntilQuietAsync();

        var message = Assert.Single(await _coordinator.MessagesAsync(ServiceHost.Topic));
        Assert.Equal((sent.Id, 0, "17"), (message.Id.Transaction, message.Id.Index, message.Key));
        Assert.Equal("paid"u8, message.Body.Span);
        Assert.Equal(message.Id, Assert.Single(received).Id);
        var transaction = Assert.Single(await _coordinator.TransactionsAsync());
        Assert.Equal((sent.Id, TransactionPhase.Completed, "orders"), (transaction.Id, transaction.Phase, transaction.Group?.Value));
        Assert.NotEmpty(transaction.Timeline);
        Assert.Empty(await _coordinator.DeadLettersAsync());
        Assert.Empty(await _coordinator.MessagesAsync("other"));
    }

    [Fact]
    public async Task Message_that_no_attempt_handles_is_a_dead_letter_and_then_all_is_quiet()
    {
        await using var service = await ServiceHost.StartAsync(_coordinator, _file, service => service.AddConsumer(
            "shipping", ServiceHost.Topic, (_, _) => throw new InvalidOperationException("no room")));

        var sent = await service.SendAsync(ServiceHost.Order("17"));
        await _coordinator.WaitUntilQuietAsync();

        var letter = Assert.Single(await _coordinator.DeadLettersAsync());
        Assert.Equal(("shipping", sent.Id, 2), (letter.Group.Value, letter.Id.Transaction, letter.Attempts));
        Assert.Contains("no room", letter.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_that_ends_names_the_open_transaction()
    {
        await using var service = await ServiceHost.StartAsync(_coordinator, _file);
        var id = await service.Producer.PrepareAsync([ServiceHost.Order("17")], TimeSpan.FromHours(1));

        var late = await Assert.ThrowsAsync<TimeoutException>(() => _coordinator.WaitUntilQuietAsync(TimeSpan.FromMilliseconds(100)));

        Assert.Contains($"transaction {id} of orders is prepared and not decided", late.Message, StringComparison.Ordinal);
        await service.Producer.CommitAsync(id);
        await _coordinator.WaitUntilQuietAsync();
    }

    [Fact]
    public async Task Wait_that_ends_names_the_group_that_has_messages_in_hand()
    {
        var done = new TaskCompletionSource();
        await using var service = await ServiceHost.StartAsync(
            _coordinator, _file, service => service.AddConsumer("shipping", ServiceHost.Topic, (_, _) => done.Task));
        await service.SendAsync(ServiceHost.Order("17"));

        var late = await Assert.ThrowsAsync<TimeoutException>(() => _coordinator.WaitUntilQuietAsync(TimeSpan.FromMilliseconds(300)));

        Assert.Contains("group shipping has 1 messages of orders.paid to settle: 1 are in hand", late.Message, StringComparison.Ordinal);
        done.SetResult();
        await _coordinator.WaitUntilQuietAsync();
    }

    [Fact]
    public async Task Delayed_message_comes_when_its_time_is_advanced()
    {
        var received = new TaskCompletionSource();
        await using var service = await ServiceHost.StartAsync(_coordinator, _file, service => service.AddConsumer(
            "shipping", ServiceHost.Topic, (_, _) =>
            {
                received.SetResult();
                return Task.CompletedTask;
            }));
        await service.SendAsync(ServiceHost.Order("17", delay: TimeSpan.FromHours(2)));
        await _coordinator.WaitUntilQuietAsync();

        await _coordinator.AdvanceAsync(TimeSpan.FromMinutes(119));
        await _coordinator.WaitUntilQuietAsync();
        Assert.Empty(await _coordinator.MessagesAsync());
        await _coordinator.AdvanceAsync(TimeSpan.FromMinutes(2));
        await received.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await _coordinator.WaitUntilQuietAsync();

        Assert.Single(await _coordinator.MessagesAsync());
        // The session outlives the jumps, and new ids have the new time.
        await service.SendAsync(ServiceHost.Order("18", delay: TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task Service_that_died_after_its_local_commit_is_asked_when_it_is_back()
    {
        await using (var service = await ServiceHost.StartAsync(_coordinator, _file))
        {
            _coordinator.CrashNext(CrashPoint.AfterLocalCommit);
            var died = await Assert.ThrowsAsync<SimulatedCrashException>(() => service.SendAsync(ServiceHost.Order("17")));
            Assert.Equal(CrashPoint.AfterLocalCommit, died.Point);
            Assert.Equal(CrashPoint.AfterLocalCommit, await _coordinator.WaitForCrashAsync());
            // A process that is dead sends nothing any more.
            await Assert.ThrowsAsync<SimulatedCrashException>(() => service.SendAsync(ServiceHost.Order("18")));
        }

        Assert.Equal(TransactionPhase.Prepared, Assert.Single(await _coordinator.TransactionsAsync()).Phase);
        await using var again = await ServiceHost.StartAsync(_coordinator, _file);
        await _coordinator.AdvanceAsync(TimeSpan.FromSeconds(10));
        await _coordinator.WaitUntilQuietAsync();

        Assert.Equal("17", Assert.Single(await _coordinator.MessagesAsync()).Key);
    }

    [Fact]
    public async Task Service_that_died_before_its_local_commit_sends_nothing()
    {
        await using (var service = await ServiceHost.StartAsync(_coordinator, _file))
        {
            _coordinator.CrashNext(CrashPoint.BeforeLocalCommit);
            await Assert.ThrowsAsync<SimulatedCrashException>(() => service.SendAsync(ServiceHost.Order("17")));
        }

        // Nobody has told the coordinator of a rollback, and nobody has fenced: it is still to ask.
        Assert.Equal(0L, await OutcomesAsync());
        Assert.Equal(TransactionPhase.Prepared, Assert.Single(await _coordinator.TransactionsAsync()).Phase);
        await using var again = await ServiceHost.StartAsync(_coordinator, _file);
        await _coordinator.AdvanceAsync(TimeSpan.FromSeconds(10));
        await _coordinator.WaitUntilQuietAsync();

        Assert.Equal(TransactionPhase.RolledBack, Assert.Single(await _coordinator.TransactionsAsync()).Phase);
        Assert.Empty(await _coordinator.MessagesAsync());
    }

    [Fact]
    public async Task Option_out_of_its_range_is_refused() =>
        Assert.Contains("1000", (await Assert.ThrowsAsync<ArgumentException>(() =>
            TestCoordinator.StartAsync(new TestCoordinatorOptions { MaxAttempts = 0 }))).Message, StringComparison.Ordinal);

    private async Task<object?> OutcomesAsync()
    {
        await using var connection = _file.Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM coordinator_outcomes";
        return await command.ExecuteScalarAsync();
    }
}
