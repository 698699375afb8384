using System.Diagnostics;
using System.Globalization;
using Coordinator.Bench.Inside;

namespace Coordinator.Bench.Processes;

/// <summary>
/// Reads counters that only the coordinator's process can know. <see cref="StartupHook" /> writes them into a directory from
/// inside that process.
/// </summary>
internal sealed class CoordinatorCounters(string directory, bool withTelemetry)
{
    public const string DirectoryVariable = "COORDINATOR_BENCH_COUNTERS";
    public const string TelemetryVariable = "COORDINATOR_BENCH_TELEMETRY";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public string SamplesFile => Path.Combine(directory, "counters.txt");

    public string TotalsFile => Path.Combine(directory, "meters.txt");

    public string CollectFile => Path.Combine(directory, "collect");

    public IReadOnlyDictionary<string, string> Environment
    {
        get
        {
            var environment = new Dictionary<string, string>
            {
                [DirectoryVariable] = directory,
                ["DOTNET_STARTUP_HOOKS"] = typeof(CoordinatorCounters).Assembly.Location,
            };
            if (withTelemetry)
                environment[TelemetryVariable] = "on";
            return environment;
        }
    }

    /// <summary>Computes the work of the collector between the samples nearest to two times.</summary>
    public CollectorWork Between(long from, long until)
    {
        var samples = Read();
        if (samples.Count == 0)
            return default;
        var first = Nearest(samples, from);
        var last = Nearest(samples, until);
        return new CollectorWork(
            last.AllocatedBytes - first.AllocatedBytes,
            last.Pause - first.Pause,
            samples.Where(sample => sample.At > first.At && sample.At <= last.At).Select(sample => sample.LongestPause).DefaultIfEmpty().Max(),
            last.Collections - first.Collections);
    }

    /// <summary>Gets the bytes on the managed heap, garbage included, at the sample nearest to a time.</summary>
    public long HeapAt(long time) => Read() is { Count: > 0 } samples ? Nearest(samples, time).HeapBytes : 0;

    /// <summary>Collects all garbage of the coordinator and returns the bytes that remain in use.</summary>
    /// <exception cref="BenchFailedException">The coordinator did not answer.</exception>
    public async Task<long> HeapInUseAsync(CancellationToken ct)
    {
        await File.WriteAllTextAsync(CollectFile, "", ct);
        for (var asked = Stopwatch.GetTimestamp(); File.Exists(CollectFile);)
        {
            if (Stopwatch.GetElapsedTime(asked) > Patience)
                throw new BenchFailedException("The coordinator did not collect its garbage in time.");
            await Task.Delay(Interval, ct);
        }

        return Number(await File.ReadAllTextAsync(CollectFile + ".done", ct));
    }

    /// <summary>Gets the total of an instrument over all its tags; 0 until the first measurement.</summary>
    public double Total(string instrument) => !File.Exists(TotalsFile)
        ? 0
        : File.ReadLines(TotalsFile)
            .Select(line => line.Split(' '))
            .Where(words => words[0] == instrument)
            .Sum(words => double.Parse(words[1], CultureInfo.InvariantCulture));

    private static RuntimeSample Nearest(List<RuntimeSample> samples, long time) => samples.MinBy(sample => Math.Abs(sample.At - time));

    private List<RuntimeSample> Read()
    {
        if (!File.Exists(SamplesFile))
            return [];
        using var reader = new StreamReader(new FileStream(SamplesFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var samples = new List<RuntimeSample>();
        while (reader.ReadLine() is { } line)
        {
            if (RuntimeSample.Parse(line) is { } sample)
                samples.Add(sample);
        }

        return samples;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>
/// Allocations and collections of a coordinator in some time: allocated bytes, total pause, longest pause and number of
/// collections.
/// </summary>
internal readonly record struct CollectorWork(long AllocatedBytes, TimeSpan Pause, TimeSpan LongestPause, long Collections);
