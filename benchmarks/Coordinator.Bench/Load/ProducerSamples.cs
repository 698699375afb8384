using System.Globalization;
using Coordinator.Bench.Measuring;

namespace Coordinator.Bench.Load;

/// <summary>Latency samples of a producer within the window.</summary>
internal sealed class ProducerSamples(string directory, int producer) : IDisposable
{
    public SampleLog Prepare { get; } = new(PrepareFile(directory, producer));

    public SampleLog Commit { get; } = new(CommitFile(directory, producer));

    public static string PrepareFile(string directory, int producer) => File(directory, "prepare", producer);

    public static string CommitFile(string directory, int producer) => File(directory, "commit", producer);

    public void Dispose()
    {
        Prepare.Dispose();
        Commit.Dispose();
    }

    private static string File(string directory, string what, int producer) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"samples-{what}-{producer}.bin"));
}
