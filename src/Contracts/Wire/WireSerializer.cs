using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire.Proto;
using Google.Protobuf;

namespace Coordinator.Contracts.Wire;

/// <summary>
/// Protobuf for everything that crosses between participant and coordinator. Four messages travel by themselves;
/// all others are items of a <see cref="Frame" />, and go alone only from one node of a coordinator to another, on their way to
/// or from the session. Manifests are part of the protocol and never change.
/// </summary>
internal sealed class WireSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>The serializer's id in every remoting envelope; part of the protocol.</summary>
    public const int StableIdentifier = 5301;

    private const string FrameManifest = "f";
    private const string ItemManifest = "i";
    private const string OpenSessionManifest = "so";
    private const string SessionOpenedManifest = "sk";
    private const string SessionRefusedManifest = "sr";

    /// <inheritdoc />
    public override int Identifier => StableIdentifier;

    /// <inheritdoc />
    public override string Manifest(object o) => o switch
    {
        Frame => FrameManifest,
        IFrameItem => ItemManifest,
        OpenSession => OpenSessionManifest,
        SessionOpened => SessionOpenedManifest,
        SessionRefused => SessionRefusedManifest,
        _ => throw new ArgumentException($"{o.GetType()} has no place in the protocol.", nameof(o)),
    };

    /// <inheritdoc />
    public override byte[] ToBinary(object obj)
    {
        try
        {
            return ToProto(obj).ToByteArray();
        }
        catch (InvalidOperationException unset)
        {
            // An id that was never set. Akka takes any other exception for the end of the association and all that it carries.
            throw new SerializationException($"{obj.GetType()} cannot be written: {unset.Message}", unset);
        }
    }

    /// <inheritdoc />
    public override object FromBinary(byte[] bytes, string manifest)
    {
        // The buffer belongs to this message alone, so bodies may point into it.
        var input = UnsafeByteOperations.UnsafeWrap(bytes);
        return manifest switch
        {
            FrameManifest => FrameProto.Parser.ParseFrom(input).ToDomain(),
            ItemManifest when FrameItemProto.Parser.ParseFrom(input) is { ItemCase: not FrameItemProto.ItemOneofCase.None } item => item.ToDomain(),
            ItemManifest => throw new SerializationException("An item of a kind that this build does not know comes from a newer node."),
            OpenSessionManifest => OpenSessionProto.Parser.ParseFrom(input).ToDomain(),
            SessionOpenedManifest => SessionOpenedProto.Parser.ParseFrom(input).ToDomain(),
            SessionRefusedManifest => SessionRefusedProto.Parser.ParseFrom(input).ToDomain(),
            _ => throw new SerializationException(
                $"Manifest '{manifest}' is unknown to protocol version {ProtocolVersion.Current}."),
        };
    }

    private static IMessage ToProto(object obj) => obj switch
    {
        Frame frame => frame.ToProto(),
        IFrameItem item => item.ToProto(),
        OpenSession open => open.ToProto(),
        SessionOpened opened => opened.ToProto(),
        SessionRefused refused => refused.ToProto(),
        _ => throw new ArgumentException($"{obj.GetType()} has no place in the protocol.", nameof(obj)),
    };
}
