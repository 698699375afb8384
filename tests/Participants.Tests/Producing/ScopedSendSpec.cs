using System.Text;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;
using Coordinator.Participants.Typed;

namespace Coordinator.Participants.Tests.Producing;

/// <summary>Tests sends whose messages are made within the local transaction, and every way in which one can end.</summary>
[Trait("race", "73")]
public sealed class ScopedSendSpec
{
    private readonly ProducerKit _kit = new();

    [Fact]
    public async Task Messages_are_prepared_at_the_end_of_the_local_transaction()
    {
        Prepare? prepared = null;
        _kit.Link.Answer = command =>
        {
            prepared = command as Prepare ?? prepared;
            return FakeCoordinator.Reply(command, TransactionOutcome.Accepted);
        };

        var result = await SendAsync(scope =>
        {
            scope.Publish(ParticipantApp.Message);
            scope.Publish(ParticipantApp.Message with { Key = "4712" });
        });

        Assert.Equal((LocalOutcome.Commit, true), (result.Outcome, result.Confirmed));
        Assert.Equal(["4711", "4712"], prepared!.Messages.Select(message => message.Key));
        Assert.True(prepared.IsNew);
        _kit.AssertStory("fence row", "business", "Prepare", "db commit", "Commit");
    }

    [Fact]
    public async Task Prepare_is_not_repeated_for_longer_than_its_limit()
    {
        await SendAsync(scope => scope.Publish(ParticipantApp.Message));

        Assert.Equal(TimeSpan.FromSeconds(3), Assert.Single(_kit.Link.Timeouts));
    }

    [Fact]
    public async Task Local_transaction_is_rolled_back_when_the_prepare_does_not_come_through()
    {
        _kit.Link.Answer = _ => throw new CoordinatorUnavailableException("away");

        await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => SendAsync(scope => scope.Publish(ParticipantApp.Message)));

        // It may have been prepared all the same.
        _kit.AssertStory("fence row", "business", "Prepare", "post Rollback", "db rollback");
    }

    [Fact]
    public async Task Local_transaction_is_rolled_back_when_the_prepare_is_refused()
    {
        _kit.Link.Answer = command => FakeCoordinator.Reply(command, TransactionOutcome.Conflict);

        await Assert.ThrowsAsync<TransactionRefusedException>(() => SendAsync(scope => scope.Publish(ParticipantApp.Message)));

        _kit.AssertStory("fence row", "business", "Prepare", "db rollback");
    }

    [Fact]
    public async Task Nothing_is_sent_when_the_function_fails()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => SendAsync(scope =>
        {
            scope.Publish(ParticipantApp.Message);
            throw new InvalidOperationException("declined");
        }));

        _kit.AssertStory("fence row", "business", "db rollback");
    }

    [Fact]
    public async Task Nothing_is_sent_when_the_function_rolls_back()
    {
        var result = await _kit.Producer.SendAsync((scope, _) =>
        {
            scope.Publish(ParticipantApp.Message);
            return Task.FromResult(LocalOutcome.RollBack);
        });

        Assert.Equal((LocalOutcome.RollBack, true), (result.Outcome, result.Confirmed));
        _kit.AssertStory("fence row", "db rollback");
    }

    [Fact]
    public async Task Local_transaction_without_messages_only_commits()
    {
        var result = await SendAsync(_ => { });

        Assert.Equal((LocalOutcome.Commit, true), (result.Outcome, result.Confirmed));
        _kit.AssertStory("fence row", "business", "db commit");
    }

    [Fact]
    [Trait("race", "71")]
    public async Task Second_send_under_a_key_sends_nothing_of_its_own()
    {
        var first = new TransactionId("first");
        _kit.Database.OnRecord = new KeyAlreadyCommittedException("k", new KeyedOutcome(first, null));

        var result = await SendAsync(scope => scope.Publish(ParticipantApp.Message), new SendOptions { Key = "k" });

        Assert.Equal((first, true), (result.Id, result.WasAlreadyCommitted));
        _kit.AssertStory("fence row", "db rollback", "Commit");
    }

    [Fact]
    [Trait("race", "71")]
    public async Task Key_without_messages_is_remembered_as_such_and_asks_nothing_of_the_coordinator()
    {
        await SendAsync(_ => { }, new SendOptions { Key = "k" });
        _kit.Database.OnRecord = new KeyAlreadyCommittedException("k", new KeyedOutcome(new TransactionId("first"), ReadOnlyMemory<byte>.Empty));

        var result = await SendAsync(_ => { }, new SendOptions { Key = "k" });

        Assert.True(result is { Confirmed: true, WasAlreadyCommitted: true });
        _kit.AssertStory("fence row", "business", "no messages", "db commit", "fence row", "db rollback");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Unknown_local_commit_is_what_the_fence_says(bool isCommitted)
    {
        _kit.Database.OnCommit = new TimeoutException("connection lost");
        _kit.Database.Stands = isCommitted ? CheckResult.Committed : CheckResult.RolledBack;

        var error = await Record.ExceptionAsync(() => SendAsync(scope => scope.Publish(ParticipantApp.Message)));

        Assert.Equal(isCommitted, error is null);
        _kit.AssertStory("fence row", "business", "Prepare", "db commit", "ask the fence", isCommitted ? "Commit" : "post Rollback");
    }

    [Fact]
    public async Task Outcome_is_unconfirmed_when_the_coordinator_goes_away_after_it_is_durable()
    {
        _kit.Link.Answer = command => command is Commit
            ? throw new CoordinatorUnavailableException("away")
            : FakeCoordinator.Reply(command, TransactionOutcome.Accepted);

        var result = await SendAsync(scope => scope.Publish(ParticipantApp.Message));

        Assert.Equal((LocalOutcome.Commit, false), (result.Outcome, result.Confirmed));
    }

    [Fact]
    public async Task Message_out_of_its_limits_is_refused_where_it_is_published()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => SendAsync(scope => scope.Publish(ParticipantApp.Message with { Key = "" })));

        _kit.AssertStory("fence row", "business", "db rollback");
    }

    [Fact]
    public async Task Typed_message_is_written_where_it_is_published()
    {
        await SendAsync(scope => scope.Publish("orders.paid", new { Id = 17 }, new MessageOptions { OrderingKey = "ann" }));

        var message = Assert.Single(_kit.Link.Sent.OfType<Prepare>().Single().Messages);
        Assert.Equal(("orders.paid", "ann", "{\"id\":17}"), (message.Topic.Value, message.OrderingKey, Encoding.UTF8.GetString(message.Body.Span)));
    }

    [Fact]
    public async Task Too_many_messages_and_too_many_bytes_are_refused_where_they_are_published()
    {
        var many = await Assert.ThrowsAsync<ArgumentException>(() => SendAsync(scope =>
        {
            for (var i = 0; i <= MessageLimits.MaxMessages; i++)
                scope.Publish(ParticipantApp.Message);
        }));
        var large = await Assert.ThrowsAsync<ArgumentException>(() => SendAsync(scope =>
        {
            scope.Publish(ParticipantApp.Message with { Body = new byte[3 << 20] });
            scope.Publish(ParticipantApp.Message with { Body = new byte[3 << 20] });
        }));

        Assert.Contains("at most 128 messages", many.Message, StringComparison.Ordinal);
        Assert.Contains("at most 4194304 are allowed", large.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_that_comes_after_the_function_is_refused()
    {
        LocalTransactionScope? late = null;
        await SendAsync(scope => late = scope);

        Assert.Throws<InvalidOperationException>(() => late!.Publish(ParticipantApp.Message));
    }

    [Fact]
    public async Task Send_needs_an_outcome_store() => await Assert.ThrowsAsync<InvalidOperationException>(
        () => _kit.With(outcomes: null).SendAsync((_, _) => Task.FromResult(LocalOutcome.Commit)));

    private Task<SendResult> SendAsync(Action<LocalTransactionScope> business, SendOptions? options = null) => _kit.Producer.SendAsync(
        (LocalTransactionScope scope, CancellationToken _) =>
        {
            _kit.Tell("business");
            business(scope);
            return Task.FromResult(LocalOutcome.Commit);
        },
        options);
}
