using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;

namespace Coordinator.Participants.Tests.Producing;

/// <summary>Tests sends under a business key: what runs, and what the coordinator is told.</summary>
[Trait("race", "71")]
public sealed class KeyedSendSpec
{
    private static readonly TransactionId First = new("first");
    private static readonly SendOptions Keyed = new() { Key = "pay order 17" };
    private static readonly byte[] Digest = MessageDigest.Of(new ProducerGroup("orders"), [ParticipantApp.Message]);

    private readonly ProducerKit _kit = new();

    [Fact]
    public async Task First_send_writes_its_row_with_the_key_and_the_digest_of_the_messages()
    {
        var result = await SendAsync(Keyed);

        Assert.Equal((LocalOutcome.Commit, true, false), (result.Outcome, result.Confirmed, result.WasAlreadyCommitted));
        Assert.Equal("pay order 17", _kit.Database.RecordedKey!.Value);
        Assert.Equal(Digest, _kit.Database.RecordedKey.Digest!.Value.ToArray());
        _kit.AssertStory("find key", "Prepare", "fence row", "business", "db commit", "Commit");
    }

    [Fact]
    public async Task Repeated_send_runs_nothing_and_tells_the_commit_of_the_first()
    {
        _kit.Database.Winner = new KeyedOutcome(First, Digest);

        var result = await SendAsync(Keyed);

        Assert.Equal((First, LocalOutcome.Commit, true, true), (result.Id, result.Outcome, result.Confirmed, result.WasAlreadyCommitted));
        _kit.AssertStory("find key", "Commit");
    }

    [Theory]
    [InlineData(TransactionOutcome.AlreadyCommitted, true)]
    // It had ended, or the coordinator would not have forgotten it.
    [InlineData(TransactionOutcome.Expired, true)]
    // A restored coordinator gets it handed over.
    [InlineData(TransactionOutcome.NotFound, false)]
    public async Task Repeated_send_knows_whether_the_coordinator_has_the_first(TransactionOutcome outcome, bool isConfirmed)
    {
        _kit.Database.Winner = new KeyedOutcome(First, Digest);
        _kit.Link.Answer = command => FakeCoordinator.Reply(command, outcome);

        var result = await SendAsync(Keyed);

        Assert.Equal((First, isConfirmed, true), (result.Id, result.Confirmed, result.WasAlreadyCommitted));
    }

    [Fact]
    public async Task Repeated_send_is_done_although_the_coordinator_is_away()
    {
        _kit.Database.Winner = new KeyedOutcome(First, Digest);
        _kit.Link.Answer = _ => throw new CoordinatorUnavailableException("away");

        var result = await SendAsync(Keyed);

        Assert.Equal((First, false, true), (result.Id, result.Confirmed, result.WasAlreadyCommitted));
    }

    [Fact]
    public async Task Repeated_send_is_an_error_when_an_operator_has_rolled_the_first_back()
    {
        _kit.Database.Winner = new KeyedOutcome(First, Digest);
        _kit.Link.Answer = command => FakeCoordinator.Reply(command, TransactionOutcome.AlreadyRolledBack);

        await Assert.ThrowsAsync<TransactionRefusedException>(() => SendAsync(Keyed));
    }

    [Fact]
    public async Task Other_messages_under_the_key_are_a_conflict_before_anything_is_sent()
    {
        _kit.Database.Winner = new KeyedOutcome(First, new byte[] { 1 });

        var error = await Assert.ThrowsAsync<KeyConflictException>(() => SendAsync(Keyed));

        Assert.Equal(("pay order 17", First), (error.Key, error.Id));
        _kit.AssertStory("find key");
    }

    [Fact]
    public async Task Loser_of_two_sends_rolls_itself_back_and_tells_the_commit_of_the_winner()
    {
        _kit.Database.OnRecord = new KeyAlreadyCommittedException("pay order 17", new KeyedOutcome(First, Digest));

        var result = await SendAsync(Keyed);

        Assert.Equal((First, LocalOutcome.Commit, true, true), (result.Id, result.Outcome, result.Confirmed, result.WasAlreadyCommitted));
        _kit.AssertStory("find key", "Prepare", "fence row", "db rollback", "post Rollback", "Commit");
        Assert.NotEqual(First, Assert.Single(_kit.Link.Posted).Id);
    }

    [Fact]
    public async Task Loser_with_other_messages_rolls_itself_back()
    {
        _kit.Database.OnRecord = new KeyConflictException("pay order 17", First);

        await Assert.ThrowsAsync<KeyConflictException>(() => SendAsync(Keyed));

        _kit.AssertStory("find key", "Prepare", "fence row", "db rollback", "post Rollback");
    }

    [Fact]
    [Trait("race", "72")]
    public async Task Fenced_send_rolls_itself_back_and_leaves_the_key_free()
    {
        _kit.Database.OnRecord = new TransactionFencedException(First);

        await Assert.ThrowsAsync<TransactionFencedException>(() => SendAsync(Keyed));

        _kit.AssertStory("find key", "Prepare", "fence row", "db rollback", "post Rollback");
    }

    [Fact]
    public async Task Send_after_an_unknown_commit_of_the_first_finds_it()
    {
        _kit.Database.OnCommit = new TimeoutException("connection lost");
        _kit.Database.Stands = () => throw new TimeoutException("still away");
        await Assert.ThrowsAsync<LocalOutcomeUnknownException>(() => SendAsync(Keyed));

        _kit.Database.Winner = new KeyedOutcome(First, Digest);
        var result = await SendAsync(Keyed);

        Assert.Equal((First, true), (result.Id, result.WasAlreadyCommitted));
    }

    [Fact]
    public async Task Malformed_key_is_refused_before_anything_is_stored()
    {
        foreach (var key in (string[])["", "lone \ud800"])
            await Assert.ThrowsAsync<ArgumentException>(() => SendAsync(new SendOptions { Key = key }));

        _kit.AssertStory();
    }

    [Fact]
    public async Task Key_that_is_too_long_is_refused_with_its_limit()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => SendAsync(new SendOptions { Key = new string('k', 257) }));

        Assert.Contains("has 257 characters; at most 256 are allowed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_and_id_together_are_refused()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => SendAsync(Keyed with { Id = First }));

        Assert.Contains("'pay order 17' and the id 'first'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_without_a_local_database_transaction_is_refused()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => _kit.Producer.SendAsync(
            ParticipantApp.Message, (TransactionId _, CancellationToken _) => Task.FromResult(LocalOutcome.Commit), Keyed));

        Assert.Contains("only a local database transaction has keys", error.Message, StringComparison.Ordinal);
    }

    private Task<SendResult> SendAsync(SendOptions options) => _kit.Producer.SendAsync(
        [ParticipantApp.Message],
        (DbTransaction _, CancellationToken _) =>
        {
            _kit.Tell("business");
            return Task.FromResult(LocalOutcome.Commit);
        },
        options);
}
