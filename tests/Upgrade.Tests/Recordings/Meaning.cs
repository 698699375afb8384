using System.Text.Json.Nodes;
using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire;
using Coordinator.Hosting.Serialization;
using Coordinator.NodeProtocol;
using Coordinator.Persistence.Schemas;
using Google.Protobuf;

namespace Coordinator.Upgrade.Tests.Recordings;

/// <summary>
/// Meaning of bytes to this release: they are read into the domain and written from there as JSON. A field that is no longer
/// read is missing in the JSON.
/// </summary>
internal sealed class Meaning(ActorSystem system)
{
    private readonly ExtendedActorSystem _system = (ExtendedActorSystem)system;

    public JsonNode Of(int serializer, string manifest, byte[] bytes) =>
        JsonNode.Parse(JsonFormatter.Default.Format(Understand(serializer, manifest, bytes)))!;

    private IMessage Understand(int serializer, string manifest, byte[] bytes) => serializer switch
    {
        WireSerializer.StableIdentifier => Wire(new WireSerializer(_system).FromBinary(bytes, manifest)),
        JournalSerializer.StableIdentifier => Journal(new JournalSerializer(_system).FromBinary(bytes, manifest)),
        NodeSerializer.StableIdentifier => Nodes(new NodeSerializer(_system).FromBinary(bytes, manifest)),
        _ => throw new ArgumentOutOfRangeException(nameof(serializer), serializer, "no serializer of ours"),
    };

    private static IMessage Wire(object message) => message switch
    {
        Frame frame => frame.ToProto(),
        IFrameItem item => item.ToProto(),
        OpenSession open => open.ToProto(),
        SessionChallenge challenge => challenge.ToProto(),
        ProveSession prove => prove.ToProto(),
        SessionOpened opened => opened.ToProto(),
        SessionRefused refused => refused.ToProto(),
        _ => throw new ArgumentOutOfRangeException(nameof(message), message, "not of the wire"),
    };

    private static IMessage Journal(object message) =>
        JournalSchemas.All.Single(schema => schema.Type == message.GetType()).Write((IJournaled)message);

    private static IMessage Nodes(object message) =>
        NodeSchemas.All.Single(schema => schema.Type == message.GetType()).Write((INodeMessage)message);
}
