namespace Coordinator.Sessions;

/// <summary>Who may connect, how much each session may ask for at once, and how long a silence is tolerated.</summary>
internal sealed class SessionOptions
{
    /// <summary>Sessions that this node takes. Default 5,000; 1 to 100,000.</summary>
    public int Limit { get; set; } = 5_000;

    /// <summary>How often a participant must be heard of. Default 2 s; 100 ms to 1 min.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// After that long a silence the session ends. Default 10 s; at least twice heartbeatInterval, at most 10 min.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Commands of one session that may wait for their replies; one more is answered busy. Default 4,096; 1 to 65,536.
    /// </summary>
    public int MaxCommandsInFlight { get; set; } = 4_096;

    /// <summary>After that long an unanswered command is answered busy. Default 5 s; 100 ms to 1 min.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Topics that one session may subscribe to, counted per consumer group. Default 256; 1 to 10,000.</summary>
    public int MaxSubscriptions { get; set; } = 256;

    /// <summary>After that long a subscription that not all queues know is refused. Default 10 s; 100 ms to 1 min.</summary>
    public TimeSpan SubscribeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often queues are told again of their consumers, and check senders of the instances that they can ask. Default 10 s; 1 s to 10 min.</summary>
    public TimeSpan AttachInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>On shutdown, how long a session may still finish its commands. Default 5 s; 0 to 1 min.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Who may connect; in appsettings.json or the environment only. Default nobody in particular: anyone, on loopback.
    /// </summary>
    public IReadOnlyList<ParticipantAccess> Participants { get; set; } = [];

    /// <summary>What is wrong, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        string?[] problems =
        [
            Within("limit", Limit, 1, 100_000),
            Within("heartbeatInterval", HeartbeatInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
            Within("timeout", Timeout, HeartbeatInterval * 2, TimeSpan.FromMinutes(10)),
            Within("maxCommandsInFlight", MaxCommandsInFlight, 1, 65_536),
            Within("commandTimeout", CommandTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
            Within("maxSubscriptions", MaxSubscriptions, 1, 10_000),
            Within("subscribeTimeout", SubscribeTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
            Within("attachInterval", AttachInterval, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
            Within("drainTimeout", DrainTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(1)),
        ];
        return problems.OfType<string>().Concat(ParticipantProblems());
    }

    private IEnumerable<string> ParticipantProblems()
    {
        foreach (var (number, participant) in Participants.Index())
        {
            foreach (var problem in participant.Problems())
                yield return $"participants:{number}: {problem}";
        }

        foreach (var twice in Participants.GroupBy(participant => participant.Name).Where(same => same.Count() > 1))
            yield return $"participants has {twice.Key} {twice.Count()} times; each name is allowed once.";
    }

    private static string? Within<T>(string key, T value, T least, T most)
        where T : IComparable<T> =>
        value.CompareTo(least) < 0 || value.CompareTo(most) > 0 ? $"{key} is {value}; allowed are {least} to {most}." : null;
}
