using System.Globalization;
using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Topics.Log;

/// <summary>Names of queues, topics and transactions in the journal, and of queues in their shard region.</summary>
internal static class QueueName
{
    /// <summary>Prefix of the persistence ids of queues.</summary>
    public const string QueuePrefix = "q-";

    /// <summary>Prefix of the persistence ids of topics.</summary>
    public const string TopicPrefix = "topic-";

    /// <summary>Prefix of the persistence ids of copies that groups keep of entries.</summary>
    public const string CopyPrefix = "c-";

    /// <summary>Prefix of the persistence ids of transactions.</summary>
    public const string TransactionPrefix = TimedIds.Prefix;

    public static string PersistenceId(QueueId queue) => $"{QueuePrefix}{queue}";

    /// <summary>Returns the id under which a group keeps a copy of an entry. Names of groups cannot contain a slash either.</summary>
    public static string PersistenceId(QueueId queue, ConsumerGroup group, long offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{CopiesPrefix(queue, group)}{offset}");

    /// <summary>Returns what the ids of all copies begin with that a group keeps of a queue.</summary>
    public static string CopiesPrefix(QueueId queue, ConsumerGroup group) => $"{CopyPrefix}{group}/{queue}/";

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

    /// <summary>Parses the persistence id of a copy.</summary>
    public static (ConsumerGroup Group, QueueId Queue, long Offset) ParseCopy(string persistenceId)
    {
        var text = persistenceId[CopyPrefix.Length..];
        var (first, last) = (text.IndexOf('/', StringComparison.Ordinal), text.LastIndexOf('/'));
        return (new ConsumerGroup(text[..first]), Parse(text[(first + 1)..last]), long.Parse(text[(last + 1)..], CultureInfo.InvariantCulture));
    }
}
