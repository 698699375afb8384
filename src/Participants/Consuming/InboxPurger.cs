using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Common;
using Coordinator.Participants.Inbox;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Consuming;

/// <summary>
/// Purges the inbox rows of one subscription whose messages never come again, by the word of the coordinator and never by age. One purge runs at
/// a time, and what it does not get done the next one does.
/// </summary>
internal sealed class InboxPurger : ReceiveActor, IWithTimers
{
    private readonly InboxDatabase _inbox;
    private readonly TimeSpan _keepAtLeast;
    private readonly ILogger _logger;
    private readonly Dictionary<QueueId, SettledBelow> _settled = [];
    private Action? _cancel;

    /// <param name="inbox">Inbox and its database.</param>
    /// <param name="interval">Time between two purges.</param>
    /// <param name="keepAtLeast">Time for which a row stays, whatever the coordinator says.</param>
    /// <param name="firstAfter">Time until the first purge. Different instances of a service should not purge at the same time.</param>
    /// <param name="logger">Logger.</param>
    public InboxPurger(InboxDatabase inbox, TimeSpan interval, TimeSpan keepAtLeast, TimeSpan firstAfter, ILogger logger)
    {
        (_inbox, _keepAtLeast, _logger) = (inbox, keepAtLeast, logger);
        Receive<SettledBelow>(Learn);
        Receive<PurgeDue>(_ => Purge());
        Receive<Purged>(OnPurged);
        Timers.StartPeriodicTimer(nameof(PurgeDue), PurgeDue.Instance, firstAfter, interval);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PostStop()
    {
        foreach (var known in _settled.Values)
            Count(known, -known.Except.Count);
        _cancel?.Invoke();
    }

    // A node that has not heard of the latest one may tell an earlier one.
    private void Learn(SettledBelow settled)
    {
        if (_settled.TryGetValue(settled.Queue, out var known))
        {
            if ((settled.Epoch, settled.Bound).CompareTo((known.Epoch, known.Bound)) < 0)
                return;
            Count(known, -known.Except.Count);
        }

        _settled[settled.Queue] = settled;
        Count(settled, settled.Except.Count);
    }

    private void Purge()
    {
        if (_cancel is not null || _settled.Count == 0)
            return;
        var running = new UserCancellation(_logger);
        (_cancel, var stopped) = (running.Cancel, running.Token);
        SettledBelow[] all = [.. _settled.Values];
        // SQLite blocks its thread, which must not be the actor's.
        Task.Run(() => PurgeAsync(all, stopped), stopped).PipeTo(Self, failure: cause => new Purged(cause));
    }

    private async Task<Purged> PurgeAsync(IReadOnlyList<SettledBelow> all, CancellationToken ct)
    {
        Exception? first = null;
        foreach (var settled in all)
        {
            try
            {
                var rows = await _inbox.PurgeAsync(
                    new SettledDeliveries(settled.Group, settled.Queue, settled.Epoch, settled.Bound, settled.Except), _keepAtLeast, ct);
                ConsumerMetrics.InboxPurged.Add(rows, ConsumerMetrics.Of(settled.Group));
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                // A bound that handlers hold locked must not keep the other queues from their turn.
                first ??= failed;
            }
        }

        return new Purged(first);
    }

    private void OnPurged(Purged purged)
    {
        _cancel = null;
        if (purged.Cause is { } cause)
            _logger.LogWarning(cause, "Inbox rows of settled messages could not be purged. The next purge goes on with it");
    }

    private static void Count(SettledBelow settled, int by) => ConsumerMetrics.InboxExcepted.Add(by, ConsumerMetrics.Of(settled.Group));

    private sealed record PurgeDue
    {
        public static readonly PurgeDue Instance = new();
    }

    private sealed record Purged(Exception? Cause);
}
