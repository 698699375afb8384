using Akka.Actor;
using Coordinator.Participants.Common;
using Coordinator.Participants.Link;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Producing;

/// <summary>
/// Hands the kept messages over when the coordinator was restored from a backup, and otherwise purges them by their age. It does neither without a
/// session: the coordinator that comes back may be a restored one. One work runs at a time.
/// </summary>
internal sealed class MessageKeeper : ReceiveActor, IWithTimers
{
    /// <summary>Longest time between two purges, and the default.</summary>
    public static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly MessageHandOver _handOver;
    private readonly TimeSpan _keep;
    private readonly ILogger _logger;
    private long? _epoch;
    private Action? _cancel;

    /// <param name="handOver">Hands messages over.</param>
    /// <param name="keep">Time for which messages are kept.</param>
    /// <param name="interval">Time between two works.</param>
    /// <param name="logger">Logger.</param>
    public MessageKeeper(MessageHandOver handOver, TimeSpan keep, TimeSpan interval, ILogger logger)
    {
        (_handOver, _keep, _logger) = (handOver, keep, logger);
        Receive<SessionUp>(up =>
        {
            _epoch = up.Epoch;
            Work();
        });
        Receive<SessionDown>(_ => Stop());
        Receive<WorkDue>(_ => Work());
        Receive<WorkEnded>(OnEnded);
        Timers.StartPeriodicTimer(nameof(WorkDue), WorkDue.Instance, interval);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PostStop() => _cancel?.Invoke();

    private void Work()
    {
        if (_cancel is not null || _epoch is not { } epoch)
            return;
        var running = new UserCancellation(_logger);
        (_cancel, var stopped) = (running.Cancel, running.Token);
        // SQLite blocks its thread, which must not be the actor's.
        Task.Run(() => _handOver.RunAsync(epoch, _keep, stopped), stopped).PipeTo(
            Self, success: () => new WorkEnded(null), failure: cause => new WorkEnded(cause));
    }

    private void Stop()
    {
        _epoch = null;
        _cancel?.Invoke();
    }

    private void OnEnded(WorkEnded ended)
    {
        _cancel = null;
        if (ended.Cause is null)
            return;
        Timers.StartSingleTimer(nameof(RetryAfter), WorkDue.Instance, RetryAfter);
        if (ended.Cause is not OperationCanceledException)
            _logger.LogWarning(ended.Cause, "Kept messages could not be handed over or purged. This is tried again in {RetryAfter}", RetryAfter);
    }

    private sealed record WorkDue
    {
        public static readonly WorkDue Instance = new();
    }

    private sealed record WorkEnded(Exception? Cause);
}
