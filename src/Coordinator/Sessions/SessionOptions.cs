using Coordinator.Common;
using Coordinator.Sessions.Access;

namespace Coordinator.Sessions;

/// <summary>Participants that may connect, and the limits of their sessions.</summary>
internal sealed class SessionOptions
{
    /// <summary>Sessions that this node accepts.</summary>
    [OptionRange("1", "100000")]
    public int Limit { get; set; } = 5_000;

    /// <summary>
    /// Sessions that this node accepts of one participant, so that one cannot use up the others' share. Without participants, it is the
    /// limit of one address.
    /// </summary>
    [OptionRange("1", "100000")]
    public int LimitPerParticipant { get; set; } = 200;

    /// <summary>
    /// Topics and consumer groups of topics that one participant may create per second at this node. Five times as many may come at once.
    /// </summary>
    [OptionRange("1", "10000")]
    public int NewTopicsPerSecond { get; set; } = 20;

    /// <summary>
    /// Names of topics and of consumer groups of topics that are new to this node, per minute and of all participants. As many may come at once. Further
    /// ones are refused for now.
    /// </summary>
    [OptionRange("60", "1000000")]
    public int NewNamesPerMinute { get; set; } = 12_000;

    /// <summary>Producer groups whose instances may be connected to this node at a time. A session with one more is refused for now.</summary>
    [OptionRange("1", "1000000")]
    public int ProducerGroups { get; set; } = 10_000;

    /// <summary>Time between two heartbeats of a participant.</summary>
    [OptionRange("100ms", "1m")]
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Silence after which a session ends. At least twice heartbeatInterval.</summary>
    [OptionRange("200ms", "10m")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Commands of one session that may wait for their replies. One more is answered busy.</summary>
    [OptionRange("1", "65536")]
    public int MaxCommandsInFlight { get; set; } = 4_096;

    /// <summary>Bytes of messages in the commands of one session that may wait for their replies. More are answered busy.</summary>
    [OptionRange("1MiB", "1GiB")]
    public long MaxCommandBytesInFlight { get; set; } = 16 * 1024 * 1024;

    /// <summary>Time after which an unanswered command is answered busy.</summary>
    [OptionRange("100ms", "1m")]
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Topics that one session may subscribe to, counted per consumer group.</summary>
    [OptionRange("1", "10000")]
    public int MaxSubscriptions { get; set; } = 256;

    /// <summary>Time after which a subscription that not all queues have confirmed is refused.</summary>
    [OptionRange("100ms", "1m")]
    public TimeSpan SubscribeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Time between two repetitions of what queues and check senders know about a session.
    /// </summary>
    [OptionRange("1s", "10m")]
    public TimeSpan AttachInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time that a session has on shutdown to finish its commands.</summary>
    [OptionRange("0s", "1m")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Participants that may connect. By default anyone, on loopback.</summary>
    public IReadOnlyList<ParticipantAccess> Participants { get; set; } = [];

    /// <summary>Errors, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var problem in OptionRange.Problems(this).Concat(ParticipantProblems()))
            yield return problem;
        if (Timeout < HeartbeatInterval * 2)
            yield return OptionRange.AtLeast("timeout", Timeout, "twice heartbeatInterval", HeartbeatInterval * 2);
    }

    private IEnumerable<string> ParticipantProblems()
    {
        foreach (var (number, participant) in Participants.Index())
        {
            foreach (var problem in participant.Problems())
                yield return $"participants:{number}: {problem}";
        }

        foreach (var twice in Participants.GroupBy(participant => participant.Name).Where(same => same.Count() > 1))
            yield return $"participants must have each name once, but has {twice.Key} {twice.Count()} times.";
        foreach (var twice in Participants.Where(participant => !participant.HasSecret && participant.Certificate.Length > 0)
            .GroupBy(participant => participant.Certificate, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1))
        {
            yield return $"participants must have each certificate once where no secret is set, but {twice.Key} is that of "
                + $"{string.Join(" and ", twice.Select(participant => participant.Name))}.";
        }
    }
}
