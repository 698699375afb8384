using System.Globalization;
using Coordinator.Contracts;

namespace Coordinator.Topics.Log;

/// <summary>How queues and topics are named in the journal and in their shard regions.</summary>
internal static class QueueName
{
    /// <summary>What the persistence ids of topics begin with.</summary>
    public const string TopicPrefix = "topic-";

    public static string PersistenceId(QueueId queue) => $"q-{queue}";

    public static string PersistenceId(Topic topic) => $"{TopicPrefix}{topic}";

    /// <summary>The queue that <see cref="QueueId.ToString" /> was made from; a slash is no character of a topic.</summary>
    public static QueueId Parse(string text)
    {
        var slash = text.LastIndexOf('/');
        return slash > 0 && int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new QueueId(new Topic(text[..slash]), number)
            : throw new FormatException($"'{text}' is not the id of a queue.");
    }
}
