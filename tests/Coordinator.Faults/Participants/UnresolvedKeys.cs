using System.Text;
using System.Text.Json;
using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Participants;

/// <summary>
/// Finds keys of a service that no send has resolved, in the histories of all its processes. A killed process leaves some. Each look reads what was
/// written since the one before.
/// </summary>
internal sealed class UnresolvedKeys(string directory, string group)
{
    private readonly Dictionary<string, long> _read = [];
    private readonly Dictionary<string, KeyBegun> _begun = [];
    private readonly HashSet<string> _resolved = [];

    /// <summary>Returns unresolved keys, oldest first.</summary>
    public IReadOnlyList<KeyBegun> Look()
    {
        foreach (var file in Directory.GetFiles(directory, $"{group}-*.history"))
        {
            foreach (var entry in ReadOn(file))
                Take(entry);
        }

        return [.. _begun.Values.OrderBy(begun => begun.At)];
    }

    private void Take(Entry entry)
    {
        if (entry is KeyBegun begun && !_resolved.Contains(begun.Key))
            _begun[begun.Key] = begun;
        if (entry is not KeyEnded ended || !ended.IsResolved())
            return;
        _resolved.Add(ended.Key);
        _begun.Remove(ended.Key);
    }

    private Entry[] ReadOn(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var from = _read.GetValueOrDefault(file);
        var bytes = new byte[stream.Length - from];
        stream.Position = from;
        stream.ReadExactly(bytes);
        // The rest of a line that is being written is read next time.
        var whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        _read[file] = from + whole;
        return
        [
            .. Encoding.UTF8.GetString(bytes, 0, whole)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => Is(line, KeyBegun.What) || Is(line, KeyEnded.What))
                .Select(line => JsonSerializer.Deserialize<Entry>(line, HistoryFormat.Json)!),
        ];
    }

    // Every line begins with the name of its entry.
    private static bool Is(string line, string what) => line.StartsWith($"{{\"what\":\"{what}\"", StringComparison.Ordinal);
}
