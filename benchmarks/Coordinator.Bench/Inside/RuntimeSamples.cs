using System.Diagnostics;
using System.Globalization;

namespace Coordinator.Bench.Inside;

/// <summary>Writes counters of the coordinator's runtime to a file, one <see cref="RuntimeSample" /> a line.</summary>
internal sealed class RuntimeSamples(string file, string collectFile) : IDisposable
{
    private readonly StreamWriter _writer = new(new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read))
    {
        AutoFlush = true,
    };

    private readonly CollectorPauses _pauses = new();

    public void Write()
    {
        CollectIfAsked();
        _writer.WriteLine(new RuntimeSample(
            Stopwatch.GetTimestamp(),
            GC.GetTotalAllocatedBytes(),
            GC.GetTotalPauseDuration(),
            _pauses.LongestSinceAsked(),
            GC.CollectionCount(0),
            GC.GetTotalMemory(false)).Text());
    }

    public void Dispose() => _writer.Dispose();

    // Only a collection separates live objects from garbage. The benchmark requests one with a file, which is deleted
    // afterwards.
    private void CollectIfAsked()
    {
        if (!File.Exists(collectFile))
            return;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        File.WriteAllText(collectFile + ".done", GC.GetTotalMemory(false).ToString(CultureInfo.InvariantCulture));
        File.Delete(collectFile);
    }
}
