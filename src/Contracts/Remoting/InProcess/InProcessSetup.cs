using Akka.Actor.Setup;

namespace Coordinator.Contracts.Remoting.InProcess;

/// <summary>Hands its network and address to an <see cref="InProcessTransport" />.</summary>
internal sealed class InProcessSetup(InProcessNetwork network, string host, int port) : Setup
{
    public InProcessNetwork Network => network;

    public string Host => host;

    public int Port => port;
}
