using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire;

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
    public static ActorSystem System(string name) => ActorSystem.Create(name, ConfigurationFactory.ParseString($$"""
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          actor {
            provider = remote
            serializers.raw = "{{NameOf<RawSerializer>()}}"
            serialization-bindings."{{NameOf<Raw>()}}" = raw
          }
          remote.dot-netty.tcp {
            hostname = 127.0.0.1
            port = 0
            maximum-frame-size = {{Frame.MaxBytes}}b
            send-buffer-size = {{Frame.MaxBytes}}b
            receive-buffer-size = {{Frame.MaxBytes}}b
          }
        }
        """));

    private static string NameOf<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";
}
