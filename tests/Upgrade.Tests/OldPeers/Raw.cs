using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using Coordinator.Contracts.Wire;
using Coordinator.Testing.Remoting;

namespace Coordinator.Upgrade.Tests.OldPeers;

/// <summary>
/// Wire message as bytes that are not parsed, so that this release does not rewrite what an earlier one sends.
/// </summary>
internal sealed record Raw(string Manifest, byte[] Bytes);

/// <summary>Replaces the wire's own serializer.</summary>
internal sealed class RawSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public override int Identifier => WireSerializer.StableIdentifier;

    public override string Manifest(object o) => ((Raw)o).Manifest;

    public override byte[] ToBinary(object obj) => ((Raw)obj).Bytes;

    public override object FromBinary(byte[] bytes, string manifest) => new Raw(manifest, bytes);

    /// <summary>Creates an actor system that uses this serializer.</summary>
    /// <param name="name">Name of the system.</param>
    /// <param name="listenPort">Port to listen on, 0 for any free one; <c>null</c> for none.</param>
    public static ActorSystem System(string name, int? listenPort = null) => LoopbackRole.System(
        name,
        ConfigurationFactory.ParseString($$"""
            akka.actor {
              serializers.coordinator-wire = "{{NameOf<RawSerializer>()}}"
              serialization-bindings."{{NameOf<Raw>()}}" = coordinator-wire
            }
            """),
        listenPort);

    private static string NameOf<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";
}
