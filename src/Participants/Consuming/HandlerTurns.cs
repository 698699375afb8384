namespace Coordinator.Participants.Consuming;

/// <summary>
/// Turns of the handlers of this process. Handlers run side by side, except that one whose message may have ended a process before runs
/// alone. So the coordinator knows which message ends the process, if it does.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class HandlerTurns(TimeProvider time)
{
    // Time in which others may begin between two handlers that run alone.
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly LinkedList<AloneTurn> _alone = [];
    private readonly List<Action> _waiting = [];
    private AloneTurn? _holder;
    private ITimer? _between;
    private int _running;

    /// <summary>
    /// Takes a turn beside others, to be disposed of when the handler ends. <c>null</c> while one handler has, or waits for, a turn alone.
    /// </summary>
    /// <param name="whenFree">Called once when it is worth trying again. It must not block.</param>
    public IDisposable? TryBegin(Action whenFree)
    {
        lock (_lock)
        {
            if (_holder is null)
                return Beside();
            _waiting.Add(whenFree);
            return null;
        }
    }

    /// <summary>Asks for a turn alone, to be disposed of when the handler ends or does not begin.</summary>
    /// <param name="most">
    /// Most time for which the handler holds up others, its wait for running ones included. Then it runs beside them.
    /// </param>
    /// <param name="changed">
    /// Called when the handler may begin, and again when others begin beside it. The value is true while it is alone. It must not block.
    /// </param>
    public IDisposable BeginAlone(TimeSpan most, Action<bool> changed)
    {
        lock (_lock)
        {
            var turn = new AloneTurn(this, most, changed);
            _alone.AddLast(turn);
            if (_holder is null && _between is null)
                HoldFor(turn);
            return turn;
        }
    }

    private BesideTurn Beside()
    {
        _running++;
        return new BesideTurn(this);
    }

    private void EndBeside()
    {
        lock (_lock)
        {
            if (--_running == 0)
                _holder?.Grant();
        }
    }

    /// <summary>Lets no other handler begin for the first turn, until it has ended or its time is over.</summary>
    private void HoldFor(AloneTurn first)
    {
        _holder = first;
        first.Timer = time.CreateTimer(_ => ShareTurn(first), state: null, first.Most, Timeout.InfiniteTimeSpan);
        if (_running == 0)
            first.Grant();
    }

    private void ShareTurn(AloneTurn turn)
    {
        lock (_lock)
        {
            if (!_alone.Contains(turn))
                return;
            turn.Share(Beside());
            Leave(turn);
        }
    }

    private void Leave(AloneTurn turn)
    {
        turn.Timer?.Dispose();
        _alone.Remove(turn);
        if (_holder != turn)
            return;
        _holder = null;
        if (_waiting.Count == 0)
        {
            HoldForNext();
            return;
        }

        foreach (var whenFree in _waiting)
            whenFree();
        _waiting.Clear();
        _between = time.CreateTimer(_ => EndBetween(), state: null, Between, Timeout.InfiniteTimeSpan);
    }

    private void EndBetween()
    {
        lock (_lock)
        {
            _between?.Dispose();
            _between = null;
            HoldForNext();
        }
    }

    private void HoldForNext()
    {
        if (_holder is null && _alone.First?.Value is { } next)
            HoldFor(next);
    }

    private sealed class BesideTurn(HandlerTurns turns) : IDisposable
    {
        private int _isEnded;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isEnded, 1) == 0)
                turns.EndBeside();
        }
    }

    private sealed class AloneTurn(HandlerTurns turns, TimeSpan most, Action<bool> changed) : IDisposable
    {
        private BesideTurn? _shared;
        private bool _isGranted;

        public TimeSpan Most => most;

        public ITimer? Timer { get; set; }

        public void Grant()
        {
            if (_isGranted)
                return;
            _isGranted = true;
            changed(true);
        }

        public void Share(BesideTurn shared)
        {
            (_shared, _isGranted) = (shared, true);
            changed(false);
        }

        public void Dispose()
        {
            lock (turns._lock)
            {
                if (_shared is not null)
                    _shared.Dispose();
                else if (turns._alone.Contains(this))
                    turns.Leave(this);
            }
        }
    }
}
