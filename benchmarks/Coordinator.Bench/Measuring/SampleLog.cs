using System.Runtime.InteropServices;

namespace Coordinator.Bench.Measuring;

/// <summary>
/// File of samples. A histogram forgets when a sample was taken; this file keeps it, so that samples can be excluded later.
/// Safe for concurrent use.
/// </summary>
internal sealed class SampleLog(string file) : IDisposable
{
    // The file grows by 16 bytes a sample. It is written in blocks and never synced, so memory stays flat in a long run.
    private const int SampleBytes = 16;
    private const int BlockBytes = 4_096 * SampleBytes;

    private readonly Lock _lock = new();
    private readonly FileStream _stream = new(file, FileMode.Create, FileAccess.Write, FileShare.Read, BlockBytes);
    private bool _closed;

    /// <summary>Reads the samples of a log that is closed.</summary>
    public static IEnumerable<Sample> Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, BlockBytes);
        var samples = new Sample[1];
        while (stream.ReadAtLeast(MemoryMarshal.AsBytes(samples.AsSpan()), SampleBytes, throwOnEndOfStream: false) == SampleBytes)
            yield return samples[0];
    }

    /// <summary>Adds a sample. A log that is closed ignores it.</summary>
    public void Add(Sample sample)
    {
        lock (_lock)
        {
            if (!_closed)
                _stream.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<Sample>(in sample)));
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _stream.Dispose();
        }
    }
}
