using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coordinator.Faults.Histories;

/// <summary>A line of JSON for each entry.</summary>
internal static class HistoryFormat
{
    public const string Pattern = "*.history";

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>All that participants wrote into a directory, in the order of time.</summary>
    public static IReadOnlyList<Entry> ReadAll(string directory) =>
        [.. Directory.GetFiles(directory, Pattern).Order(StringComparer.Ordinal).SelectMany(Read).OrderBy(entry => entry.At)];

    /// <summary>What is in a file; of a last line that has no end, nothing.</summary>
    public static IEnumerable<Entry> Read(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<Entry>(line, Json)!)
            .ToArray();
    }
}
