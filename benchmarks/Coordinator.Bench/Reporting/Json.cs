using System.Text.Encodings.Web;
using System.Text.Json;

namespace Coordinator.Bench.Reporting;

/// <summary>Figures for programs: one line of JSON on standard output.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        // Nobody shows it in a browser, and people read it too.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Print(object figures) => Console.Out.WriteLine(JsonSerializer.Serialize(figures, Options));
}
