using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire.Proto;
using Google.Protobuf;

namespace Coordinator.Contracts.Wire;

/// <summary>
/// Writes messages between participant and coordinator with protobuf. Messages of the handshake travel by themselves. All others are items of a
/// <see cref="Frame" />, and travel alone only between two nodes of a coordinator. Manifests are part of the protocol and never change.
/// </summary>
internal sealed class WireSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Id of the serializer in every remoting envelope. It is part of the protocol and never changes.</summary>
    public const int StableIdentifier = 5301;

    /// <summary>Manifest of the first message of a participant, in every version of the protocol.</summary>
    public const string OpenSessionManifest = "so";

    /// <summary>Manifest of a refusal, in every version of the protocol.</summary>
    public const string SessionRefusedManifest = "sr";

    private const string FrameManifest = "f";
    private const string ItemManifest = "i";
    private const string SessionChallengeManifest = "sc";
    private const string ProveSessionManifest = "sp";
    private const string SessionOpenedManifest = "sk";

    // Fields that this build does not know would cost memory for nothing: a frame is never passed on as it came.
    private static readonly MessageParser<FrameProto> Frames = FrameProto.Parser.WithDiscardUnknownFields(true);

    /// <inheritdoc />
    public override int Identifier => StableIdentifier;

    /// <inheritdoc />
    public override string Manifest(object o) => o switch
    {
        Frame => FrameManifest,
        IFrameItem => ItemManifest,
        OpenSession => OpenSessionManifest,
        SessionChallenge => SessionChallengeManifest,
        ProveSession => ProveSessionManifest,
        SessionOpened => SessionOpenedManifest,
        SessionRefused => SessionRefusedManifest,
        _ => throw new ArgumentException($"{o.GetType()} is not part of the protocol.", nameof(o)),
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
            // An id was never set. Akka would end the association, and lose its messages, after any other exception.
            throw new SerializationException($"{obj.GetType()} cannot be written: {unset.Message}", unset);
        }
    }

    /// <inheritdoc />
    public override object FromBinary(byte[] bytes, string manifest)
    {
        try
        {
            return Read(bytes, manifest);
        }
        catch (Exception unreadable) when (manifest is not ItemManifest
            && unreadable is InvalidProtocolBufferException or SerializationException or ArgumentException)
        {
            return new Unreadable(unreadable.Message);
        }
    }

    private static object Read(byte[] bytes, string manifest)
    {
        // Bodies may point into the buffer, because no other message uses it.
        var input = UnsafeByteOperations.UnsafeWrap(bytes);
        return manifest switch
        {
            FrameManifest => ReadFrame(input),
            ItemManifest when FrameItemProto.Parser.ParseFrom(input) is { ItemCase: not FrameItemProto.ItemOneofCase.None } item => item.ToDomain(),
            ItemManifest => throw new SerializationException("Unknown kind of frame item. It may come from a newer node."),
            OpenSessionManifest => OpenSessionProto.Parser.ParseFrom(input).ToDomain(),
            SessionChallengeManifest => SessionChallengeProto.Parser.ParseFrom(input).ToDomain(),
            ProveSessionManifest => ProveSessionProto.Parser.ParseFrom(input).ToDomain(),
            SessionOpenedManifest => SessionOpenedProto.Parser.ParseFrom(input).ToDomain(),
            SessionRefusedManifest => SessionRefusedProto.Parser.ParseFrom(input).ToDomain(),
            _ => throw new SerializationException(
                $"Unknown manifest '{manifest}' in protocol version {ProtocolVersion.Current}."),
        };
    }

    private static Frame ReadFrame(ByteString input)
    {
        FrameParts.Require(input.Span);
        return Frames.ParseFrom(input).ToDomain();
    }

    private static IMessage ToProto(object obj) => obj switch
    {
        Frame frame => frame.ToProto(),
        IFrameItem item => item.ToProto(),
        OpenSession open => open.ToProto(),
        SessionChallenge challenge => challenge.ToProto(),
        ProveSession prove => prove.ToProto(),
        SessionOpened opened => opened.ToProto(),
        SessionRefused refused => refused.ToProto(),
        _ => throw new ArgumentException($"{obj.GetType()} is not part of the protocol.", nameof(obj)),
    };
}
