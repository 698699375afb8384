using Coordinator.Participants.Consuming;

namespace Coordinator.Participants.Tests.Consuming;

public sealed class HandlerTurnsSpec
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(5);

    private readonly SteppedTime _time = new();
    private readonly HandlerTurns _turns;
    private readonly List<bool> _changes = [];

    public HandlerTurnsSpec() => _turns = new HandlerTurns(_time);

    [Fact]
    public void Turns_beside_others_are_free_while_nothing_runs_alone()
    {
        Assert.NotNull(Beside());
        Assert.NotNull(Beside());
    }

    [Fact]
    public void Turn_alone_waits_for_those_that_run_and_keeps_others_out()
    {
        var running = Beside();
        var alone = _turns.BeginAlone(Most, _changes.Add);
        Assert.Empty(_changes);
        Assert.Null(Beside());
        running!.Dispose();
        Assert.Equal([true], _changes);
        Assert.Null(Beside());
        alone.Dispose();
        Assert.NotNull(Beside());
    }

    [Fact]
    public void Handler_that_waits_too_long_to_be_alone_runs_beside_others()
    {
        var running = Beside();
        _turns.BeginAlone(Most, _changes.Add);
        _time.Advance(Most);
        Assert.Equal([false], _changes);
        Assert.NotNull(Beside());
        running!.Dispose();
        Assert.Equal([false], _changes);
    }

    [Fact]
    public void Handler_that_runs_alone_too_long_goes_on_beside_others()
    {
        var alone = _turns.BeginAlone(Most, _changes.Add);
        _time.Advance(Most);
        Assert.Equal([true, false], _changes);
        var other = Beside();
        Assert.NotNull(other);
        // The long handler counts among those that run, until it ends.
        var next = new List<bool>();
        _turns.BeginAlone(Most, next.Add);
        other.Dispose();
        Assert.Empty(next);
        alone.Dispose();
        Assert.Equal([true], next);
    }

    [Fact]
    public void Those_who_were_kept_out_are_told_once_when_they_may_try_again()
    {
        var told = 0;
        var first = _turns.BeginAlone(Most, _ => { });
        var second = _turns.BeginAlone(Most, _ => { });
        Assert.Null(_turns.TryBegin(() => told++));
        first.Dispose();
        Assert.Equal(1, told);
        second.Dispose();
        second.Dispose();
        Assert.Equal(1, told);
    }

    [Fact]
    public void Others_may_begin_between_two_handlers_that_run_alone()
    {
        var first = _turns.BeginAlone(Most, _ => { });
        _turns.BeginAlone(Most, _changes.Add);
        Assert.Null(Beside());
        first.Dispose();
        var between = Beside();
        Assert.NotNull(between);
        Assert.Empty(_changes);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Null(Beside());
        between.Dispose();
        Assert.Equal([true], _changes);
    }

    private IDisposable? Beside() => _turns.TryBegin(() => { });

    /// <summary>Clock whose timers fire when the test advances it.</summary>
    private sealed class SteppedTime : TimeProvider
    {
        private readonly List<SteppedTimer> _timers = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new SteppedTimer(this, callback, state) { Left = dueTime };
            _timers.Add(timer);
            return timer;
        }

        public void Advance(TimeSpan time)
        {
            foreach (var timer in _timers.ToArray())
            {
                if ((timer.Left -= time) <= TimeSpan.Zero && _timers.Remove(timer))
                    timer.Fire();
            }
        }

        private sealed class SteppedTimer(SteppedTime time, TimerCallback callback, object? state) : ITimer
        {
            public TimeSpan Left { get; set; }

            public void Fire() => callback(state);

            public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

            public void Dispose() => time._timers.Remove(this);

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
