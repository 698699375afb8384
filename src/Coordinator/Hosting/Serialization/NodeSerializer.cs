using System.Collections.Frozen;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Coordinator.NodeProtocol;
using Google.Protobuf;

namespace Coordinator.Hosting.Serialization;

/// <summary>Serializes messages between the nodes of a cluster with Protobuf.</summary>
internal sealed class NodeSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public const int StableIdentifier = NodeSerializerId.Value;

    private static readonly FrozenDictionary<Type, NodeSchema> ByType = NodeSchemas.All.ToFrozenDictionary(schema => schema.Type);

    private static readonly FrozenDictionary<string, NodeSchema> ByManifest =
        NodeSchemas.All.ToFrozenDictionary(schema => schema.Manifest, StringComparer.Ordinal);

    private readonly ActorPaths _actors = new(system);

    public override int Identifier => StableIdentifier;

    public override string Manifest(object o) => SchemaOf(o).Manifest;

    public override byte[] ToBinary(object obj)
    {
        try
        {
            return SchemaOf(obj).Write((INodeMessage)obj).ToByteArray();
        }
        catch (InvalidOperationException unset)
        {
            // The message has an id that was never set. Akka would end the association on any other exception.
            throw new SerializationException($"{obj.GetType()} cannot be written: {unset.Message}", unset);
        }
    }

    /// <summary>
    /// Refuses a message of a newer node that this release does not know. The message is dropped, and its sender repeats it or
    /// gives up.
    /// </summary>
    public override object FromBinary(byte[] bytes, string manifest) =>
        ByManifest.TryGetValue(manifest, out var schema)
            ? schema.Read(UnsafeByteOperations.UnsafeWrap(bytes), _actors)
            : throw new SerializationException($"Manifest '{manifest}' is unknown to this release: a newer node sent it.");

    private static NodeSchema SchemaOf(object message) =>
        ByType.TryGetValue(message.GetType(), out var schema)
            ? schema
            : throw new SerializationException($"{message.GetType()} has no schema for messages between nodes.");
}
