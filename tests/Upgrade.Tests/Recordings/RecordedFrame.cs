using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coordinator.Upgrade.Tests.Recordings;

/// <summary>One message as a release sent it: a line of a file.</summary>
/// <param name="From">Who sent it.</param>
/// <param name="Serializer">The id in the remoting envelope.</param>
/// <param name="Manifest">The manifest in the remoting envelope.</param>
/// <param name="Bytes">What was sent.</param>
/// <param name="Says">What the release that sent it meant.</param>
internal sealed record RecordedFrame(string From, int Serializer, string Manifest, byte[] Bytes, JsonNode Says)
{
    public const string Participant = "participant";
    public const string Coordinator = "coordinator";
    public const string Node = "node";

    public static RecordedFrame Parse(string line) => JsonSerializer.Deserialize<RecordedFrame>(line, JsonLines.Options)!;

    public string ToLine() => JsonSerializer.Serialize(this, JsonLines.Options);

    public override string ToString() => $"{Manifest} from {From}: {Says.ToJsonString()}";
}
