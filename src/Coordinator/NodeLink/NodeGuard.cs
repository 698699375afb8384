using Coordinator.Contracts.Remoting.Connections;
using Coordinator.Contracts.Remoting.Pdu;
using Google.Protobuf;

namespace Coordinator.NodeLink;

/// <summary>
/// Lets through what nodes send each other: messages of the cluster, of sharding and of our own schemas. It drops remote deployment, the
/// stop of actors, and any other serializer.
/// </summary>
/// <param name="log">Log.</param>
internal sealed class NodeGuard(NodeLinkLog log) : InboundGuard
{
    public override ByteString? Pass(ReadOnlySpan<byte> pdu)
    {
        var view = PduView.Parse(pdu);
        switch (view.Kind)
        {
            case PduKind.Malformed:
                throw new ConnectionRefusedException("the peer sent bytes that are not Akka remoting.");
            case PduKind.Associate:
                throw new ConnectionRefusedException("the peer introduced itself again.");
            case PduKind.Message when NodeMessages.Problem(view) is { } problem:
                log.Dropped(problem);
                return null;
            default:
                return ByteString.CopyFrom(pdu);
        }
    }
}
