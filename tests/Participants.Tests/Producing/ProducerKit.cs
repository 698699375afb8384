using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Link;
using Coordinator.Participants.Producing;
using Coordinator.Participants.Typed;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Coordinator.Participants.Tests.Producing;

/// <summary>A producer with a scripted coordinator and database. The story is what happened, in order, on both sides.</summary>
internal sealed class ProducerKit
{
    private readonly List<string> _story = [];

    public ProducerKit()
    {
        (Link, Database) = (new FakeLink(_story), new FakeDatabase(_story));
        Producer = With(Database);
    }

    public FakeLink Link { get; }

    public FakeDatabase Database { get; }

    public TransactionalProducer Producer { get; }

    public TransactionalProducer With(IOutcomeStore? outcomes) =>
        Make(Link, outcomes, options => options.PrepareTimeout = TimeSpan.FromSeconds(3));

    /// <summary>Makes a producer of the group <c>orders</c>.</summary>
    /// <param name="link">Link to the coordinator.</param>
    /// <param name="outcomes">Store of outcomes; <c>null</c>: none.</param>
    /// <param name="configure">Changes the default options.</param>
    public static TransactionalProducer Make(ICommandLink link, IOutcomeStore? outcomes, Action<CoordinatorParticipantOptions>? configure = null)
    {
        var options = new CoordinatorParticipantOptions { ProducerGroup = "orders" };
        configure?.Invoke(options);
        return new TransactionalProducer(
            link,
            Options.Create(options),
            new TransactionIdSource(TimeProvider.System),
            TimeProvider.System,
            new ParticipantLog(NullLoggerFactory.Instance, TimeProvider.System),
            new MessageFactory(),
            outcomes);
    }

    public void Tell(string what) => _story.Add(what);

    public void AssertStory(params string[] expected) => Assert.Equal(expected, _story);
}
