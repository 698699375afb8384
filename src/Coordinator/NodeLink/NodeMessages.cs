using System.Text;
using Coordinator.Contracts.Remoting.Pdu;
using Coordinator.Contracts.Wire;
using Coordinator.NodeProtocol;

namespace Coordinator.NodeLink;

/// <summary>Messages that nodes may send each other.</summary>
internal static class NodeMessages
{
    private const int Miscellaneous = 16;
    private const int SystemMessage = 22;

    /// <summary>
    /// Serializers of byte arrays, the cluster, distributed data, sharding, singletons and primitives in Akka's reference configuration,
    /// and our own.
    /// </summary>
    private static readonly int[] Serializers = [4, 5, 11, 12, 13, 14, 15, 17, WireSerializer.StableIdentifier, NodeSerializerId.Value];

    /// <summary>Manifests of Akka's miscellaneous messages: identify, heartbeats of death watch, and success. Not Kill and PoisonPill.</summary>
    private static readonly string[] MiscellaneousManifests = ["ID", "AID", "AR", "RWHB", "RWHR", "STS"];

    /// <summary>System messages that death watch needs. Not those that create, suspend or stop actors.</summary>
    private static readonly string[] SystemMessages =
    [
        "Akka.Dispatch.SysMsg.Watch, Akka", "Akka.Dispatch.SysMsg.Unwatch, Akka", "Akka.Dispatch.SysMsg.DeathWatchNotification, Akka",
    ];

    /// <summary>Describes why a message may not pass; <c>null</c> when it may.</summary>
    public static string? Problem(in PduView message)
    {
        var recipient = SplitPath.Of(message.Recipient).Local;
        if (recipient.IsEmpty || recipient.StartsWith("/remote"u8))
            return $"a message to {Text(recipient)}";
        return Problem(message.SerializerId, message.Manifest, message.Body);
    }

    private static string? Problem(int serializer, ReadOnlySpan<byte> manifest, ReadOnlySpan<byte> body) => serializer switch
    {
        SelectionView.Serializer => SelectionProblem(body),
        Miscellaneous when IsOneOf(manifest, MiscellaneousManifests) => null,
        SystemMessage when IsOneOf(manifest, SystemMessages) => null,
        _ when Serializers.Contains(serializer) => null,
        _ => $"a message of serializer {serializer} with manifest '{Text(manifest)}'",
    };

    /// <summary>Looks into a selection. An element of its path is field 2, with the name after its length.</summary>
    private static string? SelectionProblem(ReadOnlySpan<byte> body) =>
        !SelectionView.TryParse(body, out var selection)
        || selection.SerializerId is SelectionView.Serializer
        || body.IndexOf("\u0012\u0006remote"u8) >= 0
            ? "a selection of actors that nodes do not select"
            : Problem(selection.SerializerId, selection.Manifest, selection.Body);

    private static bool IsOneOf(ReadOnlySpan<byte> manifest, string[] allowed)
    {
        var text = Text(manifest);
        return allowed.Contains(text, StringComparer.Ordinal);
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 200)]);
}
