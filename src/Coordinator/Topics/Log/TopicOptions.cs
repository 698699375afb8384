using System.Globalization;
using Coordinator.Contracts;

namespace Coordinator.Topics.Log;

/// <summary>Topics and the logs of their queues.</summary>
public sealed class TopicOptions
{
    /// <summary>The most queues that a topic may have.</summary>
    public const int MaxQueues = 256;

    /// <summary>How many queues a new topic gets; the number of an existing topic never changes. Default 4, 1 to 256.</summary>
    public int QueuesPerTopic { get; set; } = 4;

    /// <summary>The same for single topics, by name. Default: none.</summary>
    public Dictionary<string, int> Queues { get; init; } = new(StringComparer.Ordinal);

    /// <summary>
    /// How many of the latest entries of each queue are kept in memory for readers; who is further behind reads pages of the journal. Default 1,024, 1 to 1,000,000.
    /// </summary>
    public int TailEntries { get; set; } = 1024;

    /// <summary>
    /// How many bytes of the latest entries of each queue are kept in memory for readers. Default 8 MiB, 64 KiB to 1 GiB.
    /// </summary>
    public long TailBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// How long the ids of appended messages are kept in memory; a repeated append whose transaction was decided longer ago
    /// reads the journal to see whether it has been done. Default 30 s, 0 s to 1 h.
    /// </summary>
    public TimeSpan DedupeWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The most ids of appended messages that each queue keeps in memory. Default 500,000, 1 to 10,000,000.</summary>
    public int DedupeEntries { get; set; } = 500_000;

    /// <summary>
    /// How many appends may wait at each queue; more are dropped, and repeated by their senders. Default 20,000, 1 to
    /// 1,000,000.
    /// </summary>
    public int IntakeCommands { get; set; } = 20_000;

    /// <summary>How many bytes of appends may wait at each queue. Default 32 MiB, 2 MiB to 1 GiB.</summary>
    public long IntakeBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>The most entries in one write of a queue. Default 512, 1 to 10,000.</summary>
    public int WriteEntries { get; set; } = 512;

    /// <summary>
    /// The most bytes in one write of a queue, unless a single transaction has more. Default 4 MiB, 64 KiB to 64 MiB.
    /// </summary>
    public long WriteBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// How long a queue or a topic without work and without consumers stays in memory. Default 2 min, 1 s to 1 day.
    /// </summary>
    public TimeSpan IdleTime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How many queues a new topic of that name gets.</summary>
    public int QueuesOf(string topic) => Queues.TryGetValue(topic, out var queues) ? queues : QueuesPerTopic;

    /// <summary>What is wrong with the values, one line each: key, value, what is allowed.</summary>
    public IEnumerable<string> Problems() =>
        new[]
        {
            Problem(nameof(QueuesPerTopic), QueuesPerTopic, 1, MaxQueues),
            Problem(nameof(TailEntries), TailEntries, 1, 1_000_000),
            Problem(nameof(TailBytes), TailBytes, 64 * 1024, 1024 * 1024 * 1024),
            Problem(nameof(DedupeWindow), DedupeWindow, TimeSpan.Zero, TimeSpan.FromHours(1)),
            Problem(nameof(DedupeEntries), DedupeEntries, 1, 10_000_000),
            Problem(nameof(IntakeCommands), IntakeCommands, 1, 1_000_000),
            Problem(nameof(IntakeBytes), IntakeBytes, 2 * 1024 * 1024, 1024 * 1024 * 1024),
            Problem(nameof(WriteEntries), WriteEntries, 1, 10_000),
            Problem(nameof(WriteBytes), WriteBytes, 64 * 1024, 64 * 1024 * 1024),
            Problem(nameof(IdleTime), IdleTime, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
        }.OfType<string>().Concat(Queues.SelectMany(OverrideProblems));

    private static IEnumerable<string> OverrideProblems(KeyValuePair<string, int> queues)
    {
        var key = $"{nameof(Queues)}:{queues.Key}";
        if (NameProblem(queues.Key) is { } badName)
            yield return $"{key}: {badName}";
        if (Problem(key, queues.Value, 1, MaxQueues) is { } badValue)
            yield return badValue;
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

    private static string? Problem<T>(string key, T value, T min, T max)
        where T : IComparable<T> =>
        value.CompareTo(min) >= 0 && value.CompareTo(max) <= 0
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{key} = {value}: allowed are {min} to {max}.");
}
