using System.Text.Encodings.Web;
using System.Text.Json;

namespace Coordinator.Upgrade.Tests.Recordings;

/// <summary>Format of recordings, which is readable for people as well.</summary>
internal static class JsonLines
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static JsonSerializerOptions Indented { get; } = new(Options) { WriteIndented = true, NewLine = "\n" };
}
