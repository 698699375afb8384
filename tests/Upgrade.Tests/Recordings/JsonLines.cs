using System.Text.Encodings.Web;
using System.Text.Json;

namespace Coordinator.Upgrade.Tests.Recordings;

/// <summary>How recordings are written: for people too.</summary>
internal static class JsonLines
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static JsonSerializerOptions Indented { get; } = new(Options) { WriteIndented = true, NewLine = "\n" };
}
