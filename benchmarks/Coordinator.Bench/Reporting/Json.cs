using System.Text.Encodings.Web;
using System.Text.Json;

namespace Coordinator.Bench.Reporting;

/// <summary>Prints figures for programs, as one line of JSON on standard output.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        // Browsers never show this JSON, and people read it, so characters stay unescaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Print(object figures) => Console.Out.WriteLine(JsonSerializer.Serialize(figures, Options));
}
