using System.Diagnostics;
using System.Text.Json;

namespace Coordinator.Harness.Histories;

/// <summary>
/// Appends to one participant's history. Each entry is one write to the kernel before the call returns: SIGKILL of the writer
/// loses none of them.
/// </summary>
public sealed class HistoryWriter(string path) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly FileStream _file = new(path, new FileStreamOptions
    {
        Mode = FileMode.Append,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite,
        BufferSize = 0,
    });

    /// <summary>Microseconds on the machine's monotonic clock, as entries have them.</summary>
    public static long Now => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);

    public void Write(Entry entry)
    {
        lock (_lock)
        {
            // Within the lock, so that a file is in the order of its times.
            byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(entry with { At = Now }, HistoryFormat.Json), (byte)'\n'];
            _file.Write(line);
        }
    }

    public void Dispose()
    {
        lock (_lock)
            _file.Dispose();
    }
}
