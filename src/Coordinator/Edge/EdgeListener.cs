using System.Security.Cryptography;
using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Edge;

/// <summary>
/// Receives requests for sessions, and passes them on through a gate of the connection. Each attempt of a participant has a gate of its
/// own, whose name nobody can guess.
/// </summary>
internal sealed class EdgeListener : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);

    private readonly EdgeConnections _connections;
    private readonly EdgeLimits _limits;
    private readonly IActorRef _sessions;
    private readonly Dictionary<string, (long Attempt, IActorRef Gate)> _gates = [];

    /// <param name="connections">Open connections.</param>
    /// <param name="limits">Limits of a connection.</param>
    /// <param name="sessions">Session listener, in the inner actor system.</param>
    public EdgeListener(EdgeConnections connections, EdgeLimits limits, IActorRef sessions)
    {
        _connections = connections;
        _limits = limits;
        _sessions = sessions;
        Receive<ISessionRequest>(OnRequest);
        Receive<Unreadable>(unreadable => Refuse($"the peer sent a message that cannot be read: {unreadable.Reason}"));
        Receive<IWireMessage>(_ => Refuse("the peer sent a message that opens no session."));
        Receive<ConnectionEnded>(ended => _gates.Remove(ended.Id));
        Receive<Sweep>(_ => EndIdleStrangers());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer(Sweep.Instance, Sweep.Instance, SweepInterval);

    private void OnRequest(ISessionRequest request)
    {
        if (_connections.Find(Sender.Path.Address.Host) is not { } connection)
            return;
        if (_gates.TryGetValue(connection.Id, out var open) && open.Attempt == request.Attempt)
        {
            open.Gate.Forward(request);
            return;
        }

        open.Gate?.Tell(new GateReplaced());
        var name = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var gate = Context.ActorOf(Gate.Props(connection, Sender, _sessions), name);
        var self = Self;
        connection.OnEnded(() =>
        {
            gate.Tell(new ConnectionEnded(connection.Id));
            self.Tell(new ConnectionEnded(connection.Id));
        });
        _gates[connection.Id] = (request.Attempt, gate);
        gate.Forward(request);
        if (_connections.Find(connection.Id) is null)
        {
            // The connection ended before it knew whom to tell.
            gate.Tell(new ConnectionEnded(connection.Id));
            _gates.Remove(connection.Id);
        }
    }

    private void Refuse(string reason)
    {
        if (_connections.Find(Sender.Path.Address.Host) is { } connection)
            connection.End(reason);
    }

    private void EndIdleStrangers()
    {
        foreach (var connection in _connections.All)
        {
            if (connection.WithoutSession > _limits.SessionWait)
                connection.End($"the peer opened no session within {Common.Duration.Write(_limits.SessionWait)}.");
        }
    }

    private sealed record Sweep
    {
        public static readonly Sweep Instance = new();
    }
}
