using System.Globalization;
using Coordinator.Common;
using Coordinator.Contracts;

namespace Coordinator.Topics.Log;

/// <summary>Topics and the logs of their queues.</summary>
internal sealed class TopicOptions
{
    /// <summary>Largest number of queues of a topic.</summary>
    public const int MaxQueues = 256;

    /// <summary>Queues of a new topic. The number of an existing topic never changes.</summary>
    [OptionRange("1", "256")]
    public int QueuesPerTopic { get; set; } = 4;

    /// <summary>Queues of single new topics, by name.</summary>
    public Dictionary<string, int> Queues { get; init; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Creates a topic at its first message or subscription. Otherwise such a request is refused, unless topics.queues names the topic.
    /// </summary>
    public bool AutoCreate { get; set; } = true;

    /// <summary>Topics that may exist. One more is not created, unless topics.queues names it.</summary>
    [OptionRange("1", "1000000")]
    public int Limit { get; set; } = 10_000;

    /// <summary>Queues that all topics may have together. A topic that would exceed it is not created, unless topics.queues names it.</summary>
    [OptionRange("1", "10000000")]
    public int QueueLimit { get; set; } = 100_000;

    /// <summary>Consumer groups that one topic may have.</summary>
    [OptionRange("1", "10000")]
    public int GroupsPerTopic { get; set; } = 1_000;

    /// <summary>
    /// Latest entries of each queue that are kept in memory for readers. A reader that is further behind reads pages of the
    /// journal.
    /// </summary>
    [OptionRange("1", "1000000")]
    public int TailEntries { get; set; } = 1024;

    /// <summary>Bytes of the latest entries of each queue that are kept in memory for readers.</summary>
    [OptionRange("64KiB", "1GiB")]
    public long TailBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// Time that the ids of appended messages are kept in memory. A repeated append of an older transaction reads the journal
    /// to find out whether it was done.
    /// </summary>
    [OptionRange("0s", "1h")]
    public TimeSpan DedupeWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The most ids of appended messages that each queue keeps in memory.</summary>
    [OptionRange("1", "10000000")]
    public int DedupeEntries { get; set; } = 500_000;

    /// <summary>Appends that may wait at each queue. More are dropped, and repeated by their senders.</summary>
    [OptionRange("1", "1000000")]
    public int IntakeCommands { get; set; } = 20_000;

    /// <summary>Bytes of appends that may wait at each queue.</summary>
    [OptionRange("2MiB", "1GiB")]
    public long IntakeBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>The most entries in one write of a queue.</summary>
    [OptionRange("1", "10000")]
    public int WriteEntries { get; set; } = 512;

    /// <summary>The most bytes in one write of a queue, unless a single transaction has more.</summary>
    [OptionRange("64KiB", "64MiB")]
    public long WriteBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Time that a queue or a topic without work and without consumers stays in memory.</summary>
    [OptionRange("1s", "1d")]
    public TimeSpan IdleTime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Number of queues of a new topic of that name.</summary>
    public int QueuesOf(string topic) => Queues.TryGetValue(topic, out var queues) ? queues : QueuesPerTopic;

    /// <summary>Errors, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems() =>
        OptionRange.Problems(this).Concat(Queues.SelectMany(OverrideProblems));

    private static IEnumerable<string> OverrideProblems(KeyValuePair<string, int> queues)
    {
        if (NameProblem(queues.Key) is { } badName)
            yield return $"queues.{queues.Key}: {badName}";
        if (queues.Value is < 1 or > MaxQueues)
            yield return $"queues.{queues.Key} must be between 1 and {MaxQueues}, but is {queues.Value}.";
    }

    private static string? NameProblem(string name)
    {
        try
        {
            _ = new Contracts.Topic(name);
            return null;
        }
        catch (ArgumentException problem)
        {
            return problem.Message;
        }
    }
}
