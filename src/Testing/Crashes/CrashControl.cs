using Akka.Actor;
using Coordinator.Testing.Clock;

namespace Coordinator.Testing.Crashes;

/// <summary>Participants of a test coordinator, and the moment at which the next one is to die.</summary>
/// <param name="clock">Clock of the coordinator.</param>
internal sealed class CrashControl(TestClock clock)
{
    private readonly Lock _lock = new();
    private readonly List<CrashHook> _hooks = [];
    private CrashPoint? _armed;
    private TaskCompletionSource<CrashPoint> _crashed = New();

    public TestClock Clock => clock;

    /// <summary>Completes when a participant has died at the moment that was armed last.</summary>
    public Task<CrashPoint> Crashed
    {
        get
        {
            lock (_lock)
                return _crashed.Task;
        }
    }

    /// <summary>Participants that were started and have not died.</summary>
    public IReadOnlyList<CrashHook> Alive
    {
        get
        {
            lock (_lock)
                return [.. _hooks.Where(hook => !hook.IsDead)];
        }
    }

    /// <summary>Actor systems that go by the clock, besides that of the coordinator.</summary>
    public IEnumerable<ActorSystem> Systems => Alive.Select(hook => hook.System).OfType<ActorSystem>();

    public void Arm(CrashPoint? point)
    {
        lock (_lock)
            (_armed, _crashed) = (point, New());
    }

    public CrashHook Add(IServiceProvider services)
    {
        var hook = new CrashHook(this, services);
        lock (_lock)
            _hooks.Add(hook);
        return hook;
    }

    /// <summary>Ends all participants without a word, and forgets them.</summary>
    public void CutAll()
    {
        CrashHook[] all;
        lock (_lock)
        {
            all = [.. _hooks];
            _hooks.Clear();
        }

        foreach (var hook in all)
            hook.Cut();
    }

    /// <summary>Returns true for the one participant that is to die at this moment.</summary>
    public bool TryTake(CrashPoint point)
    {
        lock (_lock)
        {
            if (_armed != point)
                return false;
            _armed = null;
            return true;
        }
    }

    public void Died(CrashPoint point)
    {
        lock (_lock)
            _crashed.TrySetResult(point);
    }

    private static TaskCompletionSource<CrashPoint> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
