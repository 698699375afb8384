using System.Collections.Frozen;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Coordinator.NodeProtocol;
using Google.Protobuf;

namespace Coordinator.Hosting.Serialization;

/// <summary>Protobuf for everything that crosses between the nodes of a cluster.</summary>
internal sealed class NodeSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public const int StableIdentifier = 5303;

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
            // An id that was never set. Akka takes any other exception for the end of the association and all that it carries.
            throw new SerializationException($"{obj.GetType()} cannot be written: {unset.Message}", unset);
        }
    }

    /// <summary>A newer node may say what this one does not understand: it is dropped, and whoever sent it repeats it or gives up.</summary>
    public override object FromBinary(byte[] bytes, string manifest) =>
        ByManifest.TryGetValue(manifest, out var schema)
            ? schema.Read(UnsafeByteOperations.UnsafeWrap(bytes), _actors)
            : throw new SerializationException($"Manifest '{manifest}' is unknown to this release: a newer node sent it.");

    private static NodeSchema SchemaOf(object message) =>
        ByType.TryGetValue(message.GetType(), out var schema)
            ? schema
            : throw new SerializationException($"{message.GetType()} has no schema between nodes.");
}
