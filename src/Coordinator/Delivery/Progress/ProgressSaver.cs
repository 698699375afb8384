using Akka.Actor;
using Coordinator.Contracts.Common;
using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.Progress;

/// <summary>
/// Saves a running group's progress, conflated: changes are gathered for a while, one save is under way at a time, and it says
/// what is true when it is made. Also answers those who wait for a message to be pending durably.
/// </summary>
internal sealed class ProgressSaver(GroupQueue of, ProgressRegister register, ITimerScheduler timers, DeliveryOptions options)
{
    private static readonly Backoff SaveBackoff = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30));
    private int _failures;
    private List<IsPending> _waiting = [];
    private List<IsPending> _saving = [];
    private bool _underWay;
    private bool _changed;

    public void Changed()
    {
        _changed = true;
        FlushIn(options.ProgressFlushInterval);
    }

    /// <summary>To be answered once it is durable.</summary>
    public void Confirm(IsPending pending)
    {
        _waiting.Add(pending);
        Changed();
    }

    /// <summary>Whether it is time to take a snapshot.</summary>
    public bool Flush() => _changed && !_underWay && (_underWay = true);

    public void Save(ProgressSnapshot snapshot)
    {
        _changed = false;
        _saving.AddRange(_waiting);
        _waiting.Clear();
        register.Save(snapshot);
        timers.StartSingleTimer(StoreTimeout.Instance, StoreTimeout.Instance, StoreTimeout.After);
    }

    public void Saved()
    {
        Ended();
        _failures = 0;
        DeliveryMetrics.ProgressSaved.Add(1);
        register.Prune();
        foreach (var pending in _saving)
            pending.Requester.Tell(new MessagePutBack(of.Queue, of.Group, pending.Offset, pending.Attempts));
        _saving.Clear();
        if (_changed)
            FlushIn(options.ProgressFlushInterval);
    }

    /// <summary>Whether it was saved or not is unknown, so the next snapshot is saved as well.</summary>
    public void Failed()
    {
        Ended();
        _changed = true;
        (_waiting, _saving) = ([.. _saving, .. _waiting], []);
        DeliveryMetrics.ProgressFailed.Add(1);
        FlushIn(SaveBackoff.After(++_failures));
    }

    /// <summary>The stream ended; nobody is answered, so they ask again.</summary>
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
        _underWay = false;
        timers.Cancel(StoreTimeout.Instance);
    }

    private void FlushIn(TimeSpan wait)
    {
        if (!_underWay && !timers.IsTimerActive(FlushDue.Instance))
            timers.StartSingleTimer(FlushDue.Instance, FlushDue.Instance, wait);
    }
}

internal sealed record FlushDue : IOutdated
{
    public static readonly FlushDue Instance = new();
}

/// <summary>The snapshot store has not answered.</summary>
internal sealed record StoreTimeout
{
    public static readonly TimeSpan After = TimeSpan.FromSeconds(30);

    /// <summary>Less than a node that stops gives its queues.</summary>
    public static readonly TimeSpan AtStop = TimeSpan.FromSeconds(5);

    public static readonly StoreTimeout Instance = new();
}
