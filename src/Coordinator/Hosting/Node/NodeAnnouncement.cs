using System.Text.Json;
using System.Text.Json.Serialization;
using Coordinator.Persistence;

namespace Coordinator.Hosting.Node;

/// <summary>
/// Addresses of a node that is ready, as one line of JSON. The node prints it after the word <c>ready</c> and keeps it in
/// <c>coordinator.json</c> of the data directory while it runs.
/// </summary>
internal sealed record NodeAnnouncement(int Pid, string ContactPoint, string Http, string Data)
{
    private const string FileName = "coordinator.json";

    public override string ToString() => JsonSerializer.Serialize(this, AnnouncementJson.Default.NodeAnnouncement);

    public void Publish(DataDirectory directory)
    {
        // Rename a complete file, so that no reader sees half of it.
        var draft = Path.Combine(directory.Path, $"{FileName}.new");
        PrivateFile.Write(draft, ToString());
        File.Move(draft, Path.Combine(directory.Path, FileName), overwrite: true);
    }

    public static void Withdraw(DataDirectory directory) => File.Delete(Path.Combine(directory.Path, FileName));
}

[JsonSerializable(typeof(NodeAnnouncement))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class AnnouncementJson : JsonSerializerContext;
