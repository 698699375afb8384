using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Common;
using Coordinator.Participants.Producing;
using Coordinator.Participants.Typed;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Coordinator.Participants.Tests.Producing;

/// <summary>Tests what a producer is told about an id that the coordinator no longer remembers.</summary>
public sealed class ExpiredTransactionSpec
{
    private readonly List<string> _story = [];
    private readonly FakeLink _link;
    private readonly TransactionalProducer _producer;

    public ExpiredTransactionSpec()
    {
        _link = new FakeLink(_story);
        _producer = new TransactionalProducer(
            _link,
            Options.Create(new CoordinatorParticipantOptions { ProducerGroup = "orders" }),
            new TransactionIdSource(TimeProvider.System),
            TimeProvider.System,
            new ParticipantLog(NullLoggerFactory.Instance, TimeProvider.System),
            new MessageFactory());
    }

    [Fact]
    public async Task Expired_id_is_an_error_that_says_where_to_look()
    {
        var error = await Assert.ThrowsAsync<TransactionExpiredException>(() => SendAsync(TransactionCommandKind.Prepare));

        Assert.Equal((TransactionCommandKind.Prepare, TransactionOutcome.Expired), (error.Command, error.Outcome));
        Assert.Contains("Ask the outcome store", error.Message, StringComparison.Ordinal);
        Assert.Equal("Prepare", string.Join(", ", _story));
    }

    /// <summary>The local outcome is durable. An exception would make the caller do the work once more.</summary>
    [Fact]
    public async Task Local_transaction_that_took_longer_than_the_coordinator_remembers_is_not_confirmed()
    {
        var result = await SendAsync(TransactionCommandKind.Commit);

        Assert.Equal((LocalOutcome.Commit, false), (result.Outcome, result.Confirmed));
        Assert.Equal("Prepare, local, Commit", string.Join(", ", _story));
    }

    private Task<SendResult> SendAsync(TransactionCommandKind expired)
    {
        _link.Answer = command => FakeCoordinator.Reply(
            command,
            command.Kind == expired ? TransactionOutcome.Expired : TransactionOutcome.Accepted);
        return _producer.SendAsync(
            ParticipantApp.Message,
            (TransactionId _, CancellationToken _) =>
            {
                _story.Add("local");
                return Task.FromResult(LocalOutcome.Commit);
            });
    }
}
