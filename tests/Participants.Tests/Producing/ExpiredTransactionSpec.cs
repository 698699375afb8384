using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Common;
using Coordinator.Participants.Producing;
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
            new ParticipantLog(NullLoggerFactory.Instance, TimeProvider.System));
    }

    [Theory]
    [InlineData(TransactionCommandKind.Prepare, "Prepare")]
    [InlineData(TransactionCommandKind.Commit, "Prepare, local, Commit")]
    public async Task Expired_id_is_an_error_that_says_where_to_look(TransactionCommandKind expired, string story)
    {
        _link.Answer = command => FakeCoordinator.Reply(
            command,
            command.Kind == expired ? TransactionOutcome.Expired : TransactionOutcome.Accepted);

        var error = await Assert.ThrowsAsync<TransactionExpiredException>(() => _producer.SendAsync(
            ParticipantApp.Message,
            (TransactionId _, CancellationToken _) =>
            {
                _story.Add("local");
                return Task.FromResult(LocalOutcome.Commit);
            }));

        Assert.Equal((expired, TransactionOutcome.Expired), (error.Command, error.Outcome));
        Assert.Contains("outcome table of your database", error.Message, StringComparison.Ordinal);
        Assert.Equal(story, string.Join(", ", _story));
    }
}
