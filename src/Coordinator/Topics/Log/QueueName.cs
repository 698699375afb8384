using System.Globalization;
using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Topics.Log;

/// <summary>Names of queues, topics and transactions in the journal, and of queues in their shard region.</summary>
internal static class QueueName
{
    /// <summary>Prefix of the persistence ids of topics.</summary>
    public const string TopicPrefix = "topic-";

    /// <summary>Prefix of the persistence ids of transactions.</summary>
    public const string TransactionPrefix = TimedIds.Prefix;

    public static string PersistenceId(QueueId queue) => $"q-{queue}";

    public static string PersistenceId(Topic topic) => $"{TopicPrefix}{topic}";

    public static string PersistenceId(TransactionId transaction) => $"{TransactionPrefix}{transaction.Value}";

    /// <summary>Parses the text that <see cref="QueueId.ToString" /> returned. Names of topics cannot contain a slash.</summary>
    public static QueueId Parse(string text)
    {
        var slash = text.LastIndexOf('/');
        return slash > 0 && int.TryParse(text.AsSpan(slash + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? new QueueId(new Topic(text[..slash]), number)
            : throw new FormatException($"The id of a queue must be topic/number, but is '{text}'.");
    }
}
