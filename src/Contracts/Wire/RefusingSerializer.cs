using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace Coordinator.Contracts.Wire;

/// <summary>
/// Replaces Akka's JSON serializer, which creates any CLR type that a payload names. It would do so for bytes that arrive under its id,
/// even though strict serialization never writes such bytes. This serializer refuses to write and to read.
/// </summary>
internal sealed class RefusingSerializer : Serializer
{
    /// <summary>Called by Akka, which passes its settings for the alias <c>json</c>.</summary>
    /// <param name="system">The actor system.</param>
    /// <param name="settings">Not used.</param>
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
        throw new SerializationException($"{obj?.GetType()} has no serializer, and JSON is not allowed. Add a schema for the type.");

    /// <inheritdoc />
    public override object FromBinary(byte[] bytes, Type type) =>
        throw new SerializationException($"Refused to create an instance of {type}, which a payload names.");
}
