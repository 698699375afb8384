using Akka.Actor;

namespace Coordinator.Sessions;

/// <summary>
/// Sessions of a node that stops and have not been sent to another node yet. A few go at a time, because each participant opens a connection
/// and proves itself there. All have gone in half of the drain timeout.
/// </summary>
internal sealed class MovingSessions
{
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private const int LeastAtOnce = 20;

    private readonly Queue<IActorRef> _sessions;
    private readonly int _atOnce;

    public MovingSessions(IEnumerable<IActorRef> sessions, TimeSpan drainTimeout)
    {
        _sessions = new Queue<IActorRef>(sessions);
        var steps = Math.Max(1, drainTimeout / 2 / Pause);
        _atOnce = Math.Max(LeastAtOnce, (int)Math.Ceiling(_sessions.Count / steps));
    }

    public bool Any => _sessions.Count > 0;

    public IEnumerable<IActorRef> Next()
    {
        for (var i = 0; i < _atOnce && _sessions.TryDequeue(out var session); i++)
            yield return session;
    }
}
