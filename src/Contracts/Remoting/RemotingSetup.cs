using Akka.Actor.Setup;
using Coordinator.Contracts.Remoting.Connections;

namespace Coordinator.Contracts.Remoting;

/// <summary>Hands to a <see cref="StreamTransport" /> what the configuration of Akka cannot hold.</summary>
internal sealed class RemotingSetup(IConnectionRole role) : Setup
{
    public IConnectionRole Role => role;
}
