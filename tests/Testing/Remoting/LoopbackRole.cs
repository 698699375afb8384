using System.Net.Sockets;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Coordinator.Contracts.Remoting;
using Coordinator.Contracts.Remoting.Connections;
using Coordinator.Contracts.Wire;

namespace Coordinator.Testing.Remoting;

/// <summary>
/// Plain connections on loopback between a participant and a coordinator, one of which a test plays. Any actor may be addressed.
/// </summary>
internal sealed class LoopbackRole(int? listenPort = null) : IConnectionRole
{
    private static readonly ConnectionLimits Limits = new();
    private static readonly Config Strict = ConfigurationFactory.ParseString(
        """
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.actor.provider = remote
        akka.remote.retry-gate-closed-for = 50ms
        """);

    private int _connections;

    public ListenEndpoint? Listen { get; } = listenPort is { } port ? new ListenEndpoint("127.0.0.1", port, "127.0.0.1") : null;

    public TimeSpan HandshakeTimeout { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Creates an actor system on loopback.</summary>
    /// <param name="name">Name of the system.</param>
    /// <param name="config">Settings with precedence.</param>
    /// <param name="listenPort">Port to listen on, 0 for any free one; <c>null</c> for none.</param>
    public static ActorSystem System(string name, Config config, int? listenPort = null) => ActorSystem.Create(
        name,
        ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig(
                config.WithFallback(StreamTransport.Configuration).WithFallback(WireSettings.Config).WithFallback(Strict)),
            new RemotingSetup(new LoopbackRole(listenPort))));

    public Task<Peer> AcceptAsync(Address local, Socket socket, CancellationToken ct)
    {
        var remote = new Address(local.Protocol, "participant", $"connection-{Interlocked.Increment(ref _connections)}", 1);
        return Task.FromResult(Admit(local, remote, socket));
    }

    public async Task<Peer> ConnectAsync(Address local, Address remote, CancellationToken ct) =>
        Admit(local, remote, await TcpDialer.ConnectAsync(remote.Host!, remote.Port!.Value, ct));

    public void Refused(string peer, string reason)
    {
        // Tests judge by what arrives.
    }

    private static Peer Admit(Address local, Address remote, Socket socket) =>
        new(new NetworkStream(socket, ownsSocket: true), remote, new AnyActor(local, remote), Limits);

    private sealed class AnyActor(Address local, Address remote) : LinkGuard(local, remote)
    {
        protected override bool Check(ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> manifest, int bytes) => true;
    }
}
