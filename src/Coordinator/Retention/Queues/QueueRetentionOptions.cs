using Coordinator.Common;
using Coordinator.Contracts;

namespace Coordinator.Retention.Queues;

/// <summary>Retention of the messages in queues.</summary>
internal sealed class QueueRetentionOptions
{
    /// <summary>Stands for all topics in <see cref="EvenIfUnread" />.</summary>
    public const string AllTopics = "*";

    /// <summary>
    /// Time for which a queue keeps a message. It keeps one longer that a consumer group has not settled, and one whose transaction is not
    /// complete.
    /// </summary>
    [OptionRange("1s", "3650d")]
    public TimeSpan Messages { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Retention of the messages of single topics, by name.</summary>
    public Dictionary<string, TimeSpan> MessagesByTopic { get; set; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Bytes of messages that a queue keeps. Of more, the oldest are past their retention. They are kept longer for the same reasons. 0: no
    /// limit.
    /// </summary>
    [OptionRange("0", "1048576GiB")]
    public long MessageBytes { get; set; }

    /// <summary>
    /// Topics whose messages are deleted although a consumer group has not settled them: names, or * for all. The group is told how many it
    /// has missed.
    /// </summary>
    public IReadOnlyList<string> EvenIfUnread { get; set; } = [];

    /// <summary>Retention of a topic's messages.</summary>
    public TimeSpan Of(Topic topic) => MessagesByTopic.GetValueOrDefault(topic.Value, Messages);

    /// <summary>True when messages of the topic go although a group has not settled them.</summary>
    public bool IsEvenIfUnread(Topic topic) => EvenIfUnread.Contains(AllTopics) || EvenIfUnread.Contains(topic.Value);

    /// <summary>Errors, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems() => OptionRange.Problems(this).Concat(
        from single in MessagesByTopic
        where single.Value < TimeSpan.FromSeconds(1) || single.Value > TimeSpan.FromDays(3650)
        select $"messagesByTopic.{single.Key} must be between 1s and 3650d, but is {Duration.Write(single.Value)}.");
}
