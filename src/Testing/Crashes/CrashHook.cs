using Akka.Actor;
using Akka.Configuration;
using Coordinator.Participants.Crashes;

namespace Coordinator.Testing.Crashes;

/// <summary>Lets one participant die when the test says so.</summary>
/// <param name="control">The test's side.</param>
/// <param name="services">Services of the participant's host.</param>
internal sealed class CrashHook(CrashControl control, IServiceProvider services) : ICrashHook
{
    private volatile CrashPoint? _died;
    private volatile bool _isCut;
    private Action? _cut;

    public IServiceProvider Services => services;

    /// <summary>Actor system of the participant; <c>null</c> before it was started.</summary>
    public ActorSystem? System { get; private set; }

    public bool IsDead => _died is not null || _isCut;

    public TimeProvider Time => control.Clock;

    public Config Settings { get; } = ConfigurationFactory.ParseString(control.Clock.Hocon);

    public void Started(ActorSystem system, Action cut)
    {
        (System, _cut) = (system, cut);
        if (IsDead)
            cut();
    }

    public void Reach(string point)
    {
        ThrowIfDead();
        var reached = CrashPoint.Of(point);
        if (!control.TryTake(reached))
            return;
        // From here on nothing is sent, also not what waits in a mailbox.
        _died = reached;
        _cut?.Invoke();
        control.Died(reached);
        throw new SimulatedCrashException(reached);
    }

    public void ThrowIfDead()
    {
        if (_died is { } point)
            throw new SimulatedCrashException(point);
        if (_isCut)
            throw new SimulatedCrashException("The test has ended this service.");
    }

    /// <summary>Ends the participant without a word, unless it has ended.</summary>
    public void Cut()
    {
        _isCut = true;
        _cut?.Invoke();
    }
}
