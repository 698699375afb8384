namespace Coordinator.NodeProtocol;

/// <summary>Id of the serializer of messages between nodes, in every remoting envelope. It never changes.</summary>
internal static class NodeSerializerId
{
    public const int Value = 5303;
}
