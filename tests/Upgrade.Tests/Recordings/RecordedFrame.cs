using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coordinator.Upgrade.Tests.Recordings;

/// <summary>Message as a release sent it: a line of a file.</summary>
/// <param name="From">Sender of the message.</param>
/// <param name="Serializer">Serializer id in the remoting envelope.</param>
/// <param name="Manifest">Manifest in the remoting envelope.</param>
/// <param name="Bytes">Sent bytes.</param>
/// <param name="Says">Meaning of the bytes to the release that sent them.</param>
internal sealed record RecordedFrame(string From, int Serializer, string Manifest, byte[] Bytes, JsonNode Says)
{
    public const string Participant = "participant";
    public const string Coordinator = "coordinator";
    public const string Node = "node";

    public static RecordedFrame Parse(string line) => JsonSerializer.Deserialize<RecordedFrame>(line, JsonLines.Options)!;

    public string ToLine() => JsonSerializer.Serialize(this, JsonLines.Options);

    public override string ToString() => $"{Manifest} from {From}: {Says.ToJsonString()}";
}
