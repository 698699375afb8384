using System.Collections.Frozen;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Coordinator.Persistence.Schemas;
using Google.Protobuf;

namespace Coordinator.Hosting.Serialization;

/// <summary>
/// Serializes events and snapshots for the journal with Protobuf. An event with an unknown manifest stops its entity: nothing is
/// skipped.
/// </summary>
internal sealed class JournalSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public const int StableIdentifier = 5302;

    private static readonly FrozenDictionary<Type, JournalSchema> ByType = JournalSchemas.All.ToFrozenDictionary(schema => schema.Type);

    private static readonly FrozenDictionary<string, JournalSchema> ByManifest =
        JournalSchemas.All.ToFrozenDictionary(schema => schema.Manifest, StringComparer.Ordinal);

    public override int Identifier => StableIdentifier;

    public override string Manifest(object o) => SchemaOf(o).Manifest;

    public override byte[] ToBinary(object obj) => SchemaOf(obj).Write((IJournaled)obj).ToByteArray();

    public override object FromBinary(byte[] bytes, string manifest) =>
        ByManifest.TryGetValue(manifest, out var schema)
            ? schema.Read(UnsafeByteOperations.UnsafeWrap(bytes))
            : throw new SerializationException($"Journal manifest '{manifest}' is unknown to this release: a newer release wrote it.");

    private static JournalSchema SchemaOf(object journaled) =>
        ByType.TryGetValue(journaled.GetType(), out var schema)
            ? schema
            : throw new SerializationException($"{journaled.GetType()} has no journal schema.");
}
