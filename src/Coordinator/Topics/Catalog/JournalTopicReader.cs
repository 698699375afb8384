using System.Data.Common;
using Akka.Actor;
using Akka.Pattern;
using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Topics.Log;

namespace Coordinator.Topics.Catalog;

/// <summary>
/// Reads topics from the journal. The entity of a topic may have been on a lost node, and answers only after about twenty seconds. Until
/// then nothing could be prepared through a node that does not know the topic yet.
/// </summary>
internal sealed class JournalTopicReader(GroupCommitQueues journal, StoredEventMapping mapping) : ITopicReader, ITopicGroups
{
    /// <summary>Returns the reader of an actor system's journal.</summary>
    public static JournalTopicReader Of(ActorSystem system) =>
        new(GroupCommitQueues.Of(system), new StoredEventMapping(system.Serialization, system.Scheduler));

    public async Task<TopicDescription?> FindAsync(Topic topic, CancellationToken cancellationToken) =>
        (await ReadAsync(topic, cancellationToken)).Describe();

    public async Task<TopicState> ReadAsync(Topic topic, CancellationToken cancellationToken)
    {
        try
        {
            var state = new TopicState(topic);
            foreach (var journaled in await EventsAsync(topic, cancellationToken))
                state.Apply(journaled);
            return state;
        }
        catch (Exception away) when (away is DbException or OpenCircuitException)
        {
            throw new TimeoutException($"Topic {topic} cannot be read, because the journal does not answer.", away);
        }
    }

    async Task<GroupsOfTopic> ITopicGroups.ReadAsync(Topic topic, CancellationToken cancellationToken) =>
        (await ReadAsync(topic, cancellationToken)).ForQueues();

    private async Task<IReadOnlyList<ITopicEvent>> EventsAsync(Topic topic, CancellationToken cancellationToken)
    {
        var events = new List<ITopicEvent>();
        var from = 1L;
        while (true)
        {
            var stored = await journal.ReadEventsAsync(QueueName.PersistenceId(topic), from, long.MaxValue).WaitAsync(cancellationToken);
            if (stored.Count == 0)
                return events;
            foreach (var row in stored)
                events.Add((ITopicEvent)mapping.ToRepresentation(row).Payload);
            from = stored[^1].SequenceNumber + 1;
        }
    }
}
