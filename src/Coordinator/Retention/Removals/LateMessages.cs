using Akka.Actor;
using Akka.Event;
using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;

namespace Coordinator.Retention.Removals;

/// <summary>
/// Finds topics that are deleted and have messages. A transaction that was prepared in the moment of the deletion may commit after it. Its messages are
/// kept, and their topic is created again.
/// </summary>
internal sealed class LateMessages(GroupCommitQueues journal, Func<IActorRef> topics, ILoggingAdapter log)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Creates a deleted topic again if its queues or schedules have messages.</summary>
    public async Task ReviveAsync(TopicState deleted, CancellationToken ct)
    {
        for (var number = 0; number < deleted.QueueCount; number++)
        {
            var queue = new QueueId(deleted.Topic, number);
            if (!await HasMessagesAsync(queue) && !await HasMessagesAsync(QueueSchedule.Of(queue)))
                continue;
            log.Warning("Topic {0} is created again: messages for it were committed while it was deleted.", deleted.Topic);
            await topics().Ask<TopicDescription>(new GetOrCreateTopic(deleted.Topic, HasMessages: true), AnswerTimeout, ct);
            return;
        }
    }

    private async Task<bool> HasMessagesAsync(QueueId queue)
    {
        var bounds = await journal.ReadBoundsAsync(QueueName.PersistenceId(queue));
        return bounds.Highest >= bounds.FirstKept;
    }
}
