using Akka.Actor;
using Coordinator.Contracts.Common;
using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.Progress;

/// <summary>
/// Saves a running group's progress. It collects changes for a while and has one save in flight at a time, which contains the state
/// of that moment. It also answers the requesters of messages that must be durably pending.
/// </summary>
internal sealed class ProgressSaver(ProgressRegister register, ITimerScheduler timers, DeliveryOptions options)
{
    private static readonly Backoff SaveBackoff = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30));
    private int _failures;
    private List<IsPending> _waiting = [];
    private List<IsPending> _saving = [];
    private bool _saveInFlight;
    private bool _changed;

    public void Changed()
    {
        _changed = true;
        FlushIn(options.ProgressFlushInterval);
    }

    /// <summary>True when a requester waits for the next save, and the store works. Then a save is due at once.</summary>
    public bool IsAwaited => _waiting.Count > 0 && _failures == 0;

    /// <summary>Answers the requester when its messages are durably pending.</summary>
    public void Confirm(IsPending pending)
    {
        _waiting.Add(pending);
        Changed();
    }

    /// <summary>Starts a save; false when none is due.</summary>
    public bool Flush() => _changed && !_saveInFlight && (_saveInFlight = true);

    /// <summary>True when the next save must be a whole one.</summary>
    public bool NeedsWhole => register.NeedsWhole;

    public void Save(ProgressTaken taken)
    {
        _changed = false;
        _saving.AddRange(_waiting);
        _waiting.Clear();
        if (!register.TrySave(taken))
        {
            Saved();
            return;
        }

        timers.StartSingleTimer(StoreTimeout.Instance, StoreTimeout.Instance, StoreTimeout.After);
    }

    public void Saved()
    {
        Ended();
        register.Stored();
        _failures = 0;
        DeliveryMetrics.ProgressSaved.Add(1);
        foreach (var pending in _saving)
            pending.Requester.Tell(pending.Answer);
        _saving.Clear();
        if (_changed)
            FlushIn(options.ProgressFlushInterval);
    }

    /// <summary>Repeats a save whose result is unknown.</summary>
    public void Failed()
    {
        Ended();
        register.Failed();
        _changed = true;
        (_waiting, _saving) = ([.. _saving, .. _waiting], []);
        DeliveryMetrics.ProgressFailed.Add(1);
        FlushIn(SaveBackoff.After(++_failures));
    }

    /// <summary>Forgets everything when the stream ends. Requesters get no answer and repeat their requests.</summary>
    public void Reset()
    {
        Ended();
        _changed = false;
        _waiting.Clear();
        _saving.Clear();
        timers.Cancel(FlushDue.Instance);
    }

    private void Ended()
    {
        _saveInFlight = false;
        timers.Cancel(StoreTimeout.Instance);
    }

    private void FlushIn(TimeSpan wait)
    {
        if (!_saveInFlight && !timers.IsTimerActive(FlushDue.Instance))
            timers.StartSingleTimer(FlushDue.Instance, FlushDue.Instance, wait);
    }
}

internal sealed record FlushDue : IOutdated
{
    public static readonly FlushDue Instance = new();
}

/// <summary>The snapshot store has not answered in time.</summary>
internal sealed record StoreTimeout
{
    public static readonly TimeSpan After = TimeSpan.FromSeconds(30);

    /// <summary>Timeout of the save at a stop. Shorter than the time that a stopping node gives its queues.</summary>
    public static readonly TimeSpan AtStop = TimeSpan.FromSeconds(2);

    public static readonly StoreTimeout Instance = new();
}
