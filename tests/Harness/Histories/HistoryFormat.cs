using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coordinator.Harness.Histories;

/// <summary>Reads histories: files with a line of JSON for each entry.</summary>
public static class HistoryFormat
{
    private const string Pattern = "*.history";

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Path of a participant's history.</summary>
    public static string FileOf(string directory, string participant) => Path.Combine(directory, $"{participant}.history");

    /// <summary>Entries of all participants in a directory, in the order of time.</summary>
    public static IReadOnlyList<Entry> ReadAll(string directory) =>
        [.. Directory.GetFiles(directory, Pattern).Order(StringComparer.Ordinal).SelectMany(Read).OrderBy(entry => entry.At)];

    /// <summary>Entries of a file. A last line that was cut off is left out.</summary>
    private static IEnumerable<Entry> Read(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<Entry>(line, Json)!)
            .ToArray();
    }
}
