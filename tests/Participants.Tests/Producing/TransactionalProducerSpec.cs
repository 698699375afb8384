using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;
using Coordinator.Participants.Typed;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Coordinator.Participants.Tests.Producing;

/// <summary>Every way in which a send can end. The story is what happened, in order, on both sides.</summary>
public sealed class TransactionalProducerSpec
{
    private static readonly SendOptions Own = new() { Id = new TransactionId("order-1") };

    private readonly List<string> _story = [];
    private readonly FakeLink _link;
    private readonly FakeDatabase _database;
    private readonly TransactionalProducer _producer;

    public TransactionalProducerSpec()
    {
        _link = new FakeLink(_story);
        _database = new FakeDatabase(_story);
        _producer = Producer(_database);
    }

    [Fact]
    public async Task Send_prepares_commits_locally_and_then_commits()
    {
        var result = await Send(LocalOutcome.Commit);

        Assert.Equal((LocalOutcome.Commit, true), (result.Outcome, result.Confirmed));
        Story("Prepare", "fence row", "business", "db commit", "Commit");
    }

    [Fact]
    public async Task Send_makes_a_uuid_of_version_7_when_no_id_is_given()
    {
        var result = await Send(LocalOutcome.Commit);

        Assert.Equal(7, Guid.ParseExact(result.Id.Value, "N").Version);
    }

    [Fact]
    public async Task Prepare_is_new_only_under_an_id_of_its_own()
    {
        var prepares = new List<Prepare>();
        _link.Answer = command =>
        {
            if (command is Prepare prepare)
                prepares.Add(prepare);
            return FakeCoordinator.Reply(command, TransactionOutcome.Accepted);
        };

        await Send(LocalOutcome.Commit);
        await Send(LocalOutcome.Commit, Own);
        var id = await _producer.PrepareAsync([ParticipantApp.Message]);
        await _producer.PrepareAsync(id, [ParticipantApp.Message]);

        Assert.Equal([true, false, true, false], prepares.Select(prepare => prepare.IsNew));
        Assert.Equal(id, prepares[2].Id);
    }

    [Fact]
    public async Task Send_rolls_both_back_when_the_local_transaction_says_so()
    {
        var result = await Send(LocalOutcome.RollBack);

        Assert.Equal((LocalOutcome.RollBack, true), (result.Outcome, result.Confirmed));
        Story("Prepare", "fence row", "business", "db rollback", "Rollback");
    }

    [Fact]
    public async Task Send_under_the_callers_id_asks_the_fence_before_it_rolls_back()
    {
        await Send(LocalOutcome.RollBack, Own);

        Story("Prepare", "fence row", "business", "db rollback", "ask the fence", "Rollback");
    }

    [Fact]
    public async Task Send_under_the_callers_id_says_nothing_while_another_may_be_open()
    {
        _database.Stands = () => CheckResult.InProgress();

        var result = await Send(LocalOutcome.RollBack, Own);

        Assert.Equal((LocalOutcome.RollBack, false), (result.Outcome, result.Confirmed));
        Story("Prepare", "fence row", "business", "db rollback", "ask the fence");
    }

    [Fact]
    public async Task Local_transaction_never_runs_when_the_prepare_is_refused()
    {
        _link.Answer = command => FakeCoordinator.Reply(command, TransactionOutcome.Conflict);

        var error = await Assert.ThrowsAsync<TransactionRefusedException>(() => Send(LocalOutcome.Commit));

        Assert.Equal(TransactionOutcome.Conflict, error.Outcome);
        Story("Prepare");
    }

    [Fact]
    public async Task Local_transaction_never_runs_when_the_coordinator_is_away()
    {
        _link.Answer = _ => throw new CoordinatorUnavailableException("away");

        await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => Send(LocalOutcome.Commit));

        Story("Prepare", "post Rollback");
    }

    [Fact]
    public async Task Prepare_under_the_callers_id_stays_repeatable_when_the_coordinator_is_away()
    {
        _link.Answer = _ => throw new CoordinatorUnavailableException("away");

        await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => Send(LocalOutcome.Commit, Own));

        Story("Prepare");
    }

    [Fact]
    public async Task Exception_of_the_local_transaction_rolls_both_back_and_comes_out()
    {
        var declined = new InvalidOperationException("declined");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Send(() => throw declined));

        Assert.Same(declined, error);
        Assert.Contains("declined", Assert.IsType<Rollback>(Assert.Single(_link.Posted)).Reason, StringComparison.Ordinal);
        Story("Prepare", "fence row", "business", "db rollback", "ask the fence", "post Rollback");
    }

    /// <summary>A service that commits the transaction it was given and then fails: the change stands.</summary>
    [Fact]
    public async Task Exception_after_the_services_own_commit_passes_on_what_the_fence_says()
    {
        _database.Stands = CheckResult.Committed;

        await Assert.ThrowsAsync<InvalidOperationException>(() => Send(() => throw new InvalidOperationException("after its commit")));

        Story("Prepare", "fence row", "business", "db rollback", "ask the fence", "post Commit");
    }

    [Fact]
    public async Task Function_that_cannot_know_its_outcome_leaves_it_to_the_check()
    {
        var lost = new TimeoutException("the remote store did not answer");

        await Assert.ThrowsAsync<LocalOutcomeUnknownException>(() => Producer(outcomes: null).SendAsync(
            [ParticipantApp.Message],
            (TransactionId id, CancellationToken _) => throw new LocalOutcomeUnknownException(id, lost)));

        Story("Prepare");
    }

    [Fact]
    public async Task Exception_under_the_callers_id_passes_on_what_the_fence_says()
    {
        _database.Stands = CheckResult.Committed;

        await Assert.ThrowsAsync<InvalidOperationException>(() => Send(() => throw new InvalidOperationException("late"), Own));

        Story("Prepare", "fence row", "business", "db rollback", "ask the fence", "post Commit");
    }

    [Fact]
    public async Task Unknown_local_commit_that_the_fence_finds_committed_is_committed()
    {
        _database.OnCommit = new TimeoutException("connection lost");
        _database.Stands = CheckResult.Committed;

        var result = await Send(LocalOutcome.Commit);

        Assert.Equal((LocalOutcome.Commit, true), (result.Outcome, result.Confirmed));
        Story("Prepare", "fence row", "business", "db commit", "ask the fence", "Commit");
    }

    [Fact]
    public async Task Unknown_local_commit_that_the_fence_finds_missing_is_rolled_back()
    {
        _database.OnCommit = new TimeoutException("connection lost");

        await Assert.ThrowsAsync<TimeoutException>(() => Send(LocalOutcome.Commit));

        Story("Prepare", "fence row", "business", "db commit", "ask the fence", "post Rollback");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Unknown_local_commit_is_left_to_the_check_when_the_fence_cannot_say(bool databaseAway)
    {
        _database.OnCommit = new TimeoutException("connection lost");
        _database.Stands = () => databaseAway ? throw new TimeoutException("still away") : CheckResult.InProgress();

        var error = await Assert.ThrowsAsync<LocalOutcomeUnknownException>(() => Send(LocalOutcome.Commit));

        Assert.IsType<TimeoutException>(error.InnerException);
        Story("Prepare", "fence row", "business", "db commit", "ask the fence");
    }

    [Fact]
    [Trait("race", "1")]
    public async Task Fenced_local_transaction_never_runs_its_business()
    {
        _database.OnRecord = new TransactionFencedException(new TransactionId("t"));

        await Assert.ThrowsAsync<TransactionFencedException>(() => Send(LocalOutcome.Commit));

        Story("Prepare", "fence row", "db rollback", "post Rollback");
    }

    [Fact]
    public async Task Repeated_send_whose_local_transaction_is_done_only_commits()
    {
        _database.OnRecord = new TransactionAlreadyCommittedException(Own.Id!.Value);

        var result = await Send(LocalOutcome.Commit, Own);

        Assert.True(result.Confirmed);
        Story("Prepare", "fence row", "db rollback", "Commit");
    }

    [Fact]
    public async Task Repeated_send_commits_when_its_own_function_meets_the_earlier_commit()
    {
        var result = await Producer(outcomes: null).SendAsync(
            [ParticipantApp.Message],
            (TransactionId id, CancellationToken _) => throw new TransactionAlreadyCommittedException(id),
            Own);

        Assert.True(result.Confirmed);
        Story("Prepare", "Commit");
    }

    [Fact]
    public async Task Repeated_send_that_is_committed_already_does_nothing()
    {
        _link.Answer = command => FakeCoordinator.Reply(command, TransactionOutcome.Accepted, TransactionPhase.Completed);

        var result = await Send(LocalOutcome.Commit, Own);

        Assert.Equal((LocalOutcome.Commit, true), (result.Outcome, result.Confirmed));
        Story("Prepare");
    }

    [Theory]
    [InlineData(LocalOutcome.Commit)]
    [InlineData(LocalOutcome.RollBack)]
    public async Task Outcome_is_unconfirmed_when_the_coordinator_goes_away_after_it_is_durable(LocalOutcome outcome)
    {
        _link.Answer = command => command is Prepare
            ? FakeCoordinator.Reply(command, TransactionOutcome.Accepted)
            : throw new CoordinatorUnavailableException("away");

        var result = await Send(outcome);

        Assert.Equal((outcome, false), (result.Outcome, result.Confirmed));
    }

    [Fact]
    public async Task Commit_that_contradicts_an_operators_decision_is_an_error()
    {
        _link.Answer = command => FakeCoordinator.Reply(
            command,
            command is Commit ? TransactionOutcome.AlreadyRolledBack : TransactionOutcome.Accepted);

        var error = await Assert.ThrowsAsync<TransactionRefusedException>(() => Send(LocalOutcome.Commit));

        Assert.Equal((TransactionCommandKind.Commit, TransactionOutcome.AlreadyRolledBack), (error.Command, error.Outcome));
    }

    [Fact]
    public async Task Send_that_is_cancelled_beforehand_sends_nothing()
    {
        var cancelled = new CancellationToken(true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Send(() => LocalOutcome.Commit, ct: cancelled));

        Assert.Empty(_story);
    }

    [Fact]
    public async Task Cancellation_before_the_local_commit_rolls_back()
    {
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Send(
            () =>
            {
                cancellation.Cancel();
                cancellation.Token.ThrowIfCancellationRequested();
                return LocalOutcome.Commit;
            },
            ct: cancellation.Token));

        Story("Prepare", "fence row", "business", "db rollback", "ask the fence", "post Rollback");
    }

    [Fact]
    public async Task Cancellation_after_the_local_decision_only_ends_the_wait()
    {
        using var cancellation = new CancellationTokenSource();

        var result = await Send(
            () =>
            {
                cancellation.Cancel();
                return LocalOutcome.Commit;
            },
            ct: cancellation.Token);

        Assert.Equal((LocalOutcome.Commit, false), (result.Outcome, result.Confirmed));
        Story("Prepare", "fence row", "business", "db commit", "Commit");
    }

    [Fact]
    public async Task Function_style_send_hands_the_id_to_the_function()
    {
        var seen = new List<TransactionId>();

        var result = await Producer(outcomes: null).SendAsync(
            [ParticipantApp.Message],
            (TransactionId id, CancellationToken _) =>
            {
                seen.Add(id);
                return Task.FromResult(LocalOutcome.Commit);
            });

        Assert.Equal(result.Id, Assert.Single(seen));
        Story("Prepare", "Commit");
    }

    [Fact]
    public async Task Send_with_a_database_needs_an_outcome_store() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Producer(outcomes: null).SendAsync(
            [ParticipantApp.Message],
            (DbTransaction _, CancellationToken _) => Task.FromResult(LocalOutcome.Commit)));

    [Fact]
    public async Task Message_over_a_limit_is_refused_before_anything_is_sent()
    {
        var large = ParticipantApp.Message with { Body = new byte[MessageLimits.MaxTransactionBytes] };

        var error = await Assert.ThrowsAsync<ArgumentException>(() => _producer.SendAsync(
            large,
            (DbTransaction _, CancellationToken _) => Task.FromResult(LocalOutcome.Commit)));

        Assert.Contains("at most 4194304 are allowed", error.Message, StringComparison.Ordinal);
        Assert.Empty(_story);
    }

    [Theory]
    [InlineData(TransactionOutcome.AlreadyCommitted, true)]
    [InlineData(TransactionOutcome.NotFound, false)]
    [InlineData(TransactionOutcome.AlreadyRolledBack, false)]
    public async Task Commit_by_itself_succeeds_when_it_stands(TransactionOutcome outcome, bool succeeds)
    {
        _link.Answer = command => FakeCoordinator.Reply(command, outcome);

        var error = await Record.ExceptionAsync(() => _producer.CommitAsync(new TransactionId("t")));

        Assert.Equal(succeeds, error is null);
    }

    private TransactionalProducer Producer(IOutcomeStore? outcomes) => new(
        _link,
        Options.Create(new CoordinatorParticipantOptions { ProducerGroup = "orders" }),
        new TransactionIdSource(TimeProvider.System),
        TimeProvider.System,
        new ParticipantLog(NullLoggerFactory.Instance, TimeProvider.System),
        new MessageFactory(),
        outcomes);

    private Task<SendResult> Send(LocalOutcome outcome, SendOptions? options = null) => Send(() => outcome, options);

    private Task<SendResult> Send(Func<LocalOutcome> business, SendOptions? options = null, CancellationToken ct = default) =>
        _producer.SendAsync(
            [ParticipantApp.Message],
            (DbTransaction _, CancellationToken _) =>
            {
                _story.Add("business");
                return Task.FromResult(business());
            },
            options,
            ct);

    private void Story(params string[] expected) => Assert.Equal(expected, _story);
}
