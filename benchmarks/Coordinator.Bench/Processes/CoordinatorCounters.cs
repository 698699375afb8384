using System.Globalization;

namespace Coordinator.Bench.Processes;

/// <summary>What the runtime of a coordinator counts: written by <see cref="StartupHook" /> inside it, read here.</summary>
internal sealed class CoordinatorCounters(string file)
{
    public const string FileVariable = "COORDINATOR_BENCH_COUNTERS";

    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        [FileVariable] = file,
        ["DOTNET_STARTUP_HOOKS"] = typeof(CoordinatorCounters).Assembly.Location,
    };

    /// <summary>How much was counted between two times, as between the samples nearest to them.</summary>
    public (long AllocatedBytes, TimeSpan Pause) Between(long from, long until)
    {
        var samples = Read();
        if (samples.Count == 0)
            return default;
        var first = samples.MinBy(sample => Math.Abs(sample.At - from));
        var last = samples.MinBy(sample => Math.Abs(sample.At - until));
        return (last.AllocatedBytes - first.AllocatedBytes, TimeSpan.FromTicks(last.PauseTicks - first.PauseTicks));
    }

    private List<Sample> Read()
    {
        if (!File.Exists(file))
            return [];
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var samples = new List<Sample>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Split(' ') is [var at, var allocated, var pause])
                samples.Add(new Sample(Number(at), Number(allocated), Number(pause)));
        }

        return samples;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private readonly record struct Sample(long At, long AllocatedBytes, long PauseTicks);
}
