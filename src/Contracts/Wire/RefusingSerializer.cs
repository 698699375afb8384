using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace Coordinator.Contracts.Wire;

/// <summary>
/// Stands where Akka's JSON serializer would. That one creates whatever CLR type a payload names when bytes arrive
/// under its id, also where strict serialization keeps us from ever writing any; this one refuses both.
/// </summary>
internal sealed class RefusingSerializer : Serializer
{
    /// <summary>Made by Akka, which has settings for the alias <c>json</c> and therefore passes them.</summary>
    /// <param name="system">The actor system.</param>
    /// <param name="settings">Of no use here.</param>
#pragma warning disable IDE0060 // The signature is Akka's.
    public RefusingSerializer(ExtendedActorSystem system, Config settings) : base(system)
#pragma warning restore IDE0060
    {
    }

    /// <summary>The id of Akka's JSON serializer.</summary>
    public override int Identifier => 1;

    /// <inheritdoc />
    public override bool IncludeManifest => true;

    /// <inheritdoc />
    public override byte[] ToBinary(object obj) =>
        throw new SerializationException($"{obj?.GetType()} has no serializer of its own, and nothing falls back to JSON.");

    /// <inheritdoc />
    public override object FromBinary(byte[] bytes, Type type) =>
        throw new SerializationException($"Refused to create a {type} from a payload that names it.");
}
