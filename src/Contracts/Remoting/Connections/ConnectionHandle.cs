using Akka.Actor;
using Akka.Remote.Transport;
using Google.Protobuf;

namespace Coordinator.Contracts.Remoting.Connections;

/// <summary>Connection as Akka sees it.</summary>
internal sealed class ConnectionHandle(Address local, Address remote, Connection connection) : AssociationHandle(local, remote)
{
    public override bool Write(ByteString payload) => connection.Write(payload);

    [Obsolete("Required by the base class.")]
    public override void Disassociate() => connection.Close();
}
