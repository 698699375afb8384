using Akka.Actor;
using Akka.Configuration;
using Akka.Remote.Transport;
using Coordinator.Contracts.Common;

namespace Coordinator.Contracts.Remoting.InProcess;

/// <summary>Transport of Akka remoting without a port, between actor systems of one process.</summary>
internal sealed class InProcessTransport : Akka.Remote.Transport.Transport
{
    private readonly TaskCompletionSource<IAssociationEventListener> _listener = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly InProcessNetwork _network;
    private readonly Address _local;

    /// <summary>Called by Akka.</summary>
    /// <param name="system">The actor system, which has an <see cref="InProcessSetup" />.</param>
    /// <param name="config">Section of the transport.</param>
    public InProcessTransport(ActorSystem system, Config config)
    {
        System = system;
        Config = config;
        SchemeIdentifier = "tcp";
        MaximumPayloadBytes = Connections.ConnectionLimits.MaxPduBytes;
        var setup = system.Settings.Setup.Get<InProcessSetup>().Value;
        _network = setup.Network;
        _local = new Address(SchemeIdentifier, system.Name, setup.Host, setup.Port);
    }

    /// <summary>Configuration that makes this the only transport of an actor system.</summary>
    public static Config Configuration { get; } = ConfigurationFactory.ParseString($$"""
        akka.remote {
          enabled-transports = [akka.remote.in-process]
          in-process.transport-class = "{{Hocon.NameOf(typeof(InProcessTransport))}}"
        }
        """);

    /// <summary>Completes with Akka's listener for connections.</summary>
    public Task<IAssociationEventListener> Listener => _listener.Task;

    public override Task<(Address, TaskCompletionSource<IAssociationEventListener>)> Listen()
    {
        _network.Add(_local, this);
        return Task.FromResult((_local, _listener));
    }

    public override bool IsResponsibleFor(Address remote) => true;

    public override Task<AssociationHandle> Associate(Address remoteAddress) => _network.ConnectAsync(_local, remoteAddress);

    public override Task<bool> Shutdown()
    {
        _network.Remove(_local);
        return Task.FromResult(true);
    }
}
