using Akka.Actor;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Producing;

/// <summary>
/// Purges the outcomes of transactions that are final, by the word of the coordinator and never by age. One purge runs at a time, and what it
/// does not get done the next one does.
/// </summary>
internal sealed class OutcomePurger : ReceiveActor, IWithTimers
{
    private readonly IOutcomeStore _store;
    private readonly TimeSpan _keepAtLeast;
    private readonly KeyPurge? _keys;
    private readonly ILogger _logger;
    private FinalIds? _final;
    private Action? _cancel;

    /// <param name="store">Store of the outcomes.</param>
    /// <param name="interval">Time between two purges.</param>
    /// <param name="keepAtLeast">Time for which an outcome stays, whatever the coordinator says.</param>
    /// <param name="keys">Purges and counts keys; <c>null</c>: the store has none.</param>
    /// <param name="firstAfter">Time until the first purge. Different instances of a service should not purge at the same time.</param>
    /// <param name="logger">Logger.</param>
    public OutcomePurger(IOutcomeStore store, TimeSpan interval, TimeSpan keepAtLeast, KeyPurge? keys, TimeSpan firstAfter, ILogger logger)
    {
        (_store, _keepAtLeast, _keys, _logger) = (store, keepAtLeast, keys, logger);
        Receive<FinalIds>(Learn);
        Receive<PurgeDue>(_ => Purge());
        Receive<Purged>(OnPurged);
        Timers.StartPeriodicTimer(nameof(PurgeDue), PurgeDue.Instance, firstAfter, interval);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PostStop() => _cancel?.Invoke();

    // A node that has not heard of the latest one may tell an earlier one.
    private void Learn(FinalIds final)
    {
        if (_final is null || final.Before >= _final.Before)
            _final = final;
    }

    private void Purge()
    {
        if (_cancel is not null || _final is not { } final)
            return;
        var running = new UserCancellation(_logger);
        (_cancel, var stopped) = (running.Cancel, running.Token);
        // SQLite blocks its thread, which must not be the actor's.
        Task.Run(() => PurgeAsync(new FinalTransactions(final.Group, final.Before, final.Except), stopped), stopped).PipeTo(
            Self, success: rows => new Purged(rows, null), failure: cause => new Purged(0, cause));
    }

    private async Task<long> PurgeAsync(FinalTransactions final, CancellationToken ct)
    {
        var rows = await _store.PurgeAsync(final, _keepAtLeast, ct);
        if (_keys is not null)
            await _keys.RunAsync(final, ct);
        return rows;
    }

    private void OnPurged(Purged purged)
    {
        _cancel = null;
        ProducerMetrics.OutcomesPurged.Add(purged.Rows);
        if (purged.Cause is { } cause)
            _logger.LogWarning(cause, "Outcomes of final transactions could not be purged. The next purge goes on with it");
    }

    private sealed record PurgeDue
    {
        public static readonly PurgeDue Instance = new();
    }

    private sealed record Purged(long Rows, Exception? Cause);
}
