using System.Diagnostics;
using System.Globalization;

namespace Coordinator.Bench.Processes;

/// <summary>
/// What only a coordinator's process can know: written by <see cref="StartupHook" /> inside it into a directory, read here.
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

    /// <summary>How much was counted between two times, as between the samples nearest to them.</summary>
    public (long AllocatedBytes, TimeSpan Pause) Between(long from, long until)
    {
        var samples = Read();
        if (samples.Count == 0)
            return default;
        var first = Nearest(samples, from);
        var last = Nearest(samples, until);
        return (last.AllocatedBytes - first.AllocatedBytes, TimeSpan.FromTicks(last.PauseTicks - first.PauseTicks));
    }

    /// <summary>Bytes on the managed heap, garbage included, as at the sample nearest to a time.</summary>
    public long HeapAt(long time) => Read() is { Count: > 0 } samples ? Nearest(samples, time).HeapBytes : 0;

    /// <summary>Collects all garbage of the coordinator; how many bytes are in use.</summary>
    /// <exception cref="BenchFailedException">It does not answer.</exception>
    public async Task<long> HeapInUseAsync(CancellationToken ct)
    {
        await File.WriteAllTextAsync(CollectFile, "", ct);
        for (var asked = Stopwatch.GetTimestamp(); File.Exists(CollectFile);)
        {
            if (Stopwatch.GetElapsedTime(asked) > Patience)
                throw new BenchFailedException("The coordinator does not collect its garbage.");
            await Task.Delay(Interval, ct);
        }

        return Number(await File.ReadAllTextAsync(CollectFile + ".done", ct));
    }

    /// <summary>What an instrument has counted, all its tags together; 0 as long as it has said nothing.</summary>
    public double Total(string instrument) => !File.Exists(TotalsFile)
        ? 0
        : File.ReadLines(TotalsFile)
            .Select(line => line.Split(' '))
            .Where(words => words[0] == instrument)
            .Sum(words => double.Parse(words[1], CultureInfo.InvariantCulture));

    private static Sample Nearest(List<Sample> samples, long time) => samples.MinBy(sample => Math.Abs(sample.At - time));

    private List<Sample> Read()
    {
        if (!File.Exists(SamplesFile))
            return [];
        using var reader = new StreamReader(new FileStream(SamplesFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var samples = new List<Sample>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Split(' ') is [var at, var allocated, var pause, { Length: > 0 } heap])
                samples.Add(new Sample(Number(at), Number(allocated), Number(pause), Number(heap)));
        }

        return samples;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private readonly record struct Sample(long At, long AllocatedBytes, long PauseTicks, long HeapBytes);
}
