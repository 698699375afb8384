using Coordinator.Contracts;
using Coordinator.Delivery.Common;
using Coordinator.Topics.Catalog;

namespace Coordinator.Administration;

/// <summary>Loss by the deletion of a group from a topic.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Group">The group.</param>
/// <param name="Queues">The group in each queue.</param>
/// <param name="DeadLetters">Number of its dead letters of the topic.</param>
internal sealed record GroupLoss(TopicState Topic, TopicGroup Group, IReadOnlyList<GroupDescription> Queues, long DeadLetters)
{
    public long Messages => Queues.Sum(queue => queue.Lag);

    public long End => Queues.Sum(queue => queue.End);

    /// <summary>Members, each once.</summary>
    public IReadOnlyList<string> Members =>
        [.. Queues.SelectMany(queue => queue.Members).Select(member => member.Instance.Value).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Identity of the group: another one of the same name has another.</summary>
    public string Identity => $"{Group.Group}/{Topic.Topic}/{Group.Generation}";

    public string Words => $"{Messages} messages of topic {Topic.Topic} that group {Group.Group} has not handled, and {DeadLetters} dead letters";

    public GroupLossView View => new(
        Topic.Topic.Value,
        Group.Group.Value,
        Messages,
        DeadLetters,
        [.. Queues.Select(queue => new QueueLossView(queue.Queue.Number, queue.Lag, queue.InFlight, queue.Waiting))],
        Members);
}

/// <param name="Topic">The topic.</param>
/// <param name="Group">The group.</param>
/// <param name="Messages">Number of messages that it has not settled.</param>
/// <param name="DeadLetters">Number of its dead letters of the topic.</param>
/// <param name="Queues">Messages by queue.</param>
/// <param name="Members">Consumers that are connected.</param>
internal sealed record GroupLossView(
    string Topic, string Group, long Messages, long DeadLetters, IReadOnlyList<QueueLossView> Queues, IReadOnlyList<string> Members);

/// <param name="Number">Number of the queue.</param>
/// <param name="Messages">Number of messages that are not settled.</param>
/// <param name="InFlight">Number of those that are being delivered.</param>
/// <param name="Waiting">Number of those that wait for their next delivery.</param>
internal sealed record QueueLossView(int Number, long Messages, int InFlight, int Waiting);
