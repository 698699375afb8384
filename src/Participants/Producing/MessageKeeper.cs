using Akka.Actor;
using Coordinator.Participants.Common;
using Coordinator.Participants.Link;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Producing;

/// <summary>
/// Hands the kept messages over when the coordinator was restored from a backup, then those that are stored, and purges kept ones by their age. It
/// does nothing without a session: the coordinator that comes back may be a restored one. One work runs at a time.
/// </summary>
internal sealed class MessageKeeper : ReceiveActor, IWithTimers
{
    /// <summary>Longest time between two purges, and the default.</summary>
    public static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Time between two looks for stored messages.</summary>
    public static readonly TimeSpan ForwardInterval = TimeSpan.FromSeconds(1);

    private readonly MessageHandOver _handOver;
    private readonly Forwarder _forwarder;
    private readonly TimeSpan _keep;
    private readonly ILogger _logger;
    private long? _epoch;
    private Action? _cancel;
    private bool _isPurgeDue;
    private bool _isPaused;

    /// <param name="handOver">Hands messages over to a restored coordinator.</param>
    /// <param name="forwarder">Hands stored messages over.</param>
    /// <param name="keep">Time for which messages are kept.</param>
    /// <param name="purgeInterval">Time between two purges.</param>
    /// <param name="forwardInterval">Time between two looks for stored messages.</param>
    /// <param name="logger">Logger.</param>
    public MessageKeeper(
        MessageHandOver handOver, Forwarder forwarder, TimeSpan keep, TimeSpan purgeInterval, TimeSpan forwardInterval, ILogger logger)
    {
        (_handOver, _forwarder, _keep, _logger) = (handOver, forwarder, keep, logger);
        Receive<SessionUp>(up =>
        {
            _epoch = up.Epoch;
            (_isPurgeDue, _isPaused) = (true, false);
            Work();
        });
        Receive<SessionDown>(_ => Stop());
        Receive<PurgeDue>(_ =>
        {
            _isPurgeDue = true;
            Work();
        });
        Receive<WorkDue>(_ => Work());
        Receive<PauseEnded>(_ =>
        {
            _isPaused = false;
            Work();
        });
        Receive<WorkEnded>(OnEnded);
        Timers.StartPeriodicTimer(nameof(PurgeDue), PurgeDue.Instance, purgeInterval);
        Timers.StartPeriodicTimer(nameof(WorkDue), WorkDue.Instance, forwardInterval);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PostStop() => _cancel?.Invoke();

    private void Work()
    {
        if (_isPaused || _cancel is not null || _epoch is not { } epoch)
            return;
        var running = new UserCancellation(_logger);
        (_cancel, var stopped) = (running.Cancel, running.Token);
        var withPurge = _isPurgeDue;
        _isPurgeDue = false;
        // SQLite blocks its thread, which must not be the actor's.
        Task.Run(() => WorkAsync(epoch, withPurge, stopped), stopped).PipeTo(
            Self, success: () => new WorkEnded(null), failure: cause => new WorkEnded(cause));
    }

    /// <summary>A restored coordinator gets what it has forgotten before what it has never had, because that came later.</summary>
    private async Task WorkAsync(long epoch, bool withPurge, CancellationToken ct)
    {
        await _handOver.RunAsync(epoch, ct);
        await _forwarder.RunAsync(ct);
        if (withPurge)
            await _handOver.PurgeAsync(_keep, ct);
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
        _isPurgeDue = true;
        if (ended.Cause is OperationCanceledException)
        {
            // The session ended. There may be another one already.
            Work();
            return;
        }

        _isPaused = true;
        Timers.StartSingleTimer(nameof(PauseEnded), PauseEnded.Instance, RetryAfter);
        _logger.LogWarning(ended.Cause, "Kept or stored messages could not be handed over or purged. This is tried again in {RetryAfter}", RetryAfter);
    }

    private sealed record PurgeDue
    {
        public static readonly PurgeDue Instance = new();
    }

    private sealed record WorkDue
    {
        public static readonly WorkDue Instance = new();
    }

    private sealed record PauseEnded
    {
        public static readonly PauseEnded Instance = new();
    }

    private sealed record WorkEnded(Exception? Cause);
}
