using System.Globalization;
using Coordinator.Common;
using Coordinator.Hosting.Options;

namespace Coordinator.Testing;

/// <summary>Options of a <see cref="TestCoordinator" />. The intervals are short, so that a test need not wait.</summary>
public sealed record TestCoordinatorOptions
{
    /// <summary>
    /// Time from a prepare to its first check, unless the send asks for another, 100 milliseconds to 1 day. Default: 10 seconds, as in production.
    /// </summary>
    /// <remarks>
    /// On a busy machine a shorter time fences local transactions that are only slow. Do not wait for it after a crash: advance the clock.
    /// </remarks>
    public TimeSpan TransactionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Time from the first check of a transaction to the second, 100 milliseconds to 1 day. It doubles from check to check, up to 300
    /// milliseconds or this time. Default: 100 milliseconds.
    /// </summary>
    public TimeSpan CheckInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Delays after the first, second, ... failed delivery, each zero to 40 days. The last one repeats. Default: 50 and 100 milliseconds.
    /// </summary>
    public IReadOnlyList<TimeSpan> RetryDelays { get; init; } = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(100)];

    /// <summary>Failed deliveries after which a message becomes a dead letter, 1 to 1,000. Default: 16, as in production.</summary>
    public int MaxAttempts { get; init; } = 16;

    /// <summary>Queues of a topic, 1 to 256. Default: 4, as in production, so that only messages of one ordering key have an order.</summary>
    public int QueuesPerTopic { get; init; } = 4;

    /// <summary>Time for which <see cref="TestCoordinator.WaitUntilQuietAsync" /> waits by default. Default: 30 seconds.</summary>
    public TimeSpan QuietTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal CoordinatorOptions ToCoordinatorOptions()
    {
        var longest = TimeSpan.FromMilliseconds(300);
        var options = new CoordinatorOptions();
        options.Remoting.Port = 0;
        options.CheckSchedule.TransactionTimeout = TransactionTimeout;
        options.CheckSchedule.TransactionCheckInterval = CheckInterval;
        options.CheckSchedule.TransactionCheckMaxInterval = CheckInterval > longest ? CheckInterval : longest;
        options.CheckSchedule.TransactionCheckMax = 1_000;
        options.Checks.CheckTimeout = TimeSpan.FromSeconds(2);
        options.Topics.QueuesPerTopic = QueuesPerTopic;
        options.Delivery.MaxAttempts = MaxAttempts;
        options.Delivery.RetryLevels = string.Join(' ', RetryDelays.Select(delay => delay.ToString("c", CultureInfo.InvariantCulture)));
        options.Delivery.ProgressFlushInterval = TimeSpan.FromMilliseconds(10);
        // A step of virtual time ends neither a session nor a lease.
        options.Delivery.Lease = TimeSpan.FromMinutes(30);
        options.Sessions.HeartbeatInterval = TimeSpan.FromSeconds(10);
        options.Sessions.Timeout = TimeSpan.FromMinutes(10);
        options.Sessions.NewTopicsPerSecond = 10_000;
        options.Remoting.NewConnectionsPerSecond = 10_000;
        string[] problems = [.. options.Problems()];
        return problems.Length == 0 ? options : throw new ArgumentException(string.Join(' ', problems));
    }
}
