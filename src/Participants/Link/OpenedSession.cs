using Akka.Actor;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Participants.Link;

/// <summary>The session that is open now: its actor at the coordinator, its terms, and its heartbeats.</summary>
internal sealed class OpenedSession
{
    private static readonly TimeSpan MinHeartbeatInterval = TimeSpan.FromMilliseconds(50);

    private readonly SessionOpened _terms;
    private readonly DateTimeOffset _openedAt;
    private DateTimeOffset _heardAt;
    private long _heartbeats;

    public OpenedSession(IActorRef actor, SessionOpened terms, DateTimeOffset now)
    {
        Actor = actor;
        _terms = terms;
        _openedAt = _heardAt = now;
    }

    public IActorRef Actor { get; }

    public long Epoch => _terms.Epoch;

    public TimeSpan HeartbeatInterval =>
        _terms.HeartbeatInterval > MinHeartbeatInterval ? _terms.HeartbeatInterval : MinHeartbeatInterval;

    public void Heard(DateTimeOffset now) => _heardAt = now;

    /// <summary>Gets the silence that ends the session, or <c>null</c> while it is shorter than the session allows.</summary>
    public TimeSpan? SilenceOver(DateTimeOffset now) => now - _heardAt is var silence && silence >= _terms.SessionTimeout ? silence : null;

    public Heartbeat NextHeartbeat() => new(++_heartbeats);

    public TimeSpan Age(DateTimeOffset now) => now - _openedAt;
}
