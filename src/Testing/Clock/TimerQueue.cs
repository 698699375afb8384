using Akka.Actor;

namespace Coordinator.Testing.Clock;

/// <summary>Timers of one actor system. They fire one after the other, in the order in which they are due.</summary>
internal sealed class TimerQueue : IDisposable
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<Entry, (TimeSpan Due, long Number)> _entries = new();
    private readonly Action<Exception> _failed;
    private readonly ITimer _wake;
    private long _number;
    private bool _isFiring;
    private bool _isDisposed;

    /// <param name="clock">Clock.</param>
    /// <param name="failed">Called with the exception of an action. The other timers go on.</param>
    public TimerQueue(TestClock clock, Action<Exception> failed)
    {
        (Clock, _failed) = (clock, failed);
        _wake = TimeProvider.System.CreateTimer(_ => Fire(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        clock.Advanced += Wake;
    }

    public TestClock Clock { get; }

    /// <param name="delay">Time until it fires first.</param>
    /// <param name="interval">Time between two times; <c>null</c>: it fires once.</param>
    /// <param name="action">Action, which must not block.</param>
    /// <param name="cancelable">Cancels it; <c>null</c>: nobody does.</param>
    public void Add(TimeSpan delay, TimeSpan? interval, Action action, ICancelable? cancelable)
    {
        lock (_lock)
        {
            Enqueue(Clock.Elapsed + delay, new Entry(interval, action, cancelable));
            Arm();
        }
    }

    public void Dispose()
    {
        Clock.Advanced -= Wake;
        lock (_lock)
        {
            _isDisposed = true;
            _entries.Clear();
        }

        _wake.Dispose();
    }

    private void Wake()
    {
        lock (_lock)
            Arm();
    }

    private void Fire()
    {
        lock (_lock)
        {
            if (_isFiring)
                return;
            _isFiring = true;
        }

        while (TakeDue() is { } due)
        {
            if (due.Cancelable is not { IsCancellationRequested: true })
                Run(due.Action);
        }
    }

    private void Run(Action action)
    {
        try
        {
            action();
        }
#pragma warning disable CA1031 // The other timers go on, as with Akka's own scheduler.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _failed(error);
        }
    }

    /// <summary>Takes the next entry that is due. Without one it ends the firing, and arms the timer for the next.</summary>
    private Entry? TakeDue()
    {
        lock (_lock)
        {
            var now = Clock.Elapsed;
            if (!_entries.TryPeek(out var next, out var place) || place.Due > now)
            {
                _isFiring = false;
                Arm();
                return null;
            }

            _entries.Dequeue();
            // Like Akka's own: after a jump it fires once, and not as often as it would have.
            if (next.Interval is { } interval && next.Cancelable is not { IsCancellationRequested: true })
                Enqueue(now + interval, next);
            return next;
        }
    }

    private void Enqueue(TimeSpan due, Entry entry)
    {
        if (!_isDisposed)
            _entries.Enqueue(entry, (due, ++_number));
    }

    private void Arm()
    {
        if (_isFiring || _isDisposed || !_entries.TryPeek(out _, out var place))
            return;
        var wait = place.Due - Clock.Elapsed;
        // Rounded up: a timer that fires too early would spin.
        var milliseconds = Math.Max(0, (long)Math.Ceiling(wait.TotalMilliseconds));
        _wake.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }

    private sealed record Entry(TimeSpan? Interval, Action Action, ICancelable? Cancelable);
}
