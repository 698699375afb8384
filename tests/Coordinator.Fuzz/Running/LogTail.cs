namespace Coordinator.Fuzz.Running;

/// <summary>Reads a log that grows.</summary>
internal sealed class LogTail(string file)
{
    private const int KeptLines = 40;

    private readonly Queue<string> _last = new();
    private long _position;

    /// <summary>Lines that were read.</summary>
    public int Count { get; private set; }

    /// <summary>Last lines that were read.</summary>
    public IReadOnlyList<string> Last => [.. _last];

    /// <summary>Returns the complete lines that were written since the last call.</summary>
    public IReadOnlyList<string> Read()
    {
        if (!File.Exists(file))
            return [];
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Position = _position;
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        var complete = text[..(text.LastIndexOf('\n') + 1)];
        _position += System.Text.Encoding.UTF8.GetByteCount(complete);
        string[] lines = complete.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Count += lines.Length;
        foreach (var line in lines)
            Keep(line);
        return lines;
    }

    /// <summary>Does not count what was read so far.</summary>
    public void Forget() => Count = 0;

    private void Keep(string line)
    {
        _last.Enqueue(line);
        if (_last.Count > KeptLines)
            _last.Dequeue();
    }
}
