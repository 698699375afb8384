using Coordinator.Bench.Inside;
using Coordinator.Bench.Processes;

/// <summary>
/// Writes figures that only the coordinator's process can know into files, several times a second. The runtime loads this class
/// into that process (DOTNET_STARTUP_HOOKS) and prescribes its name and namespace.
/// </summary>
internal static class StartupHook
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly Lock Writing = new();

    // Keep a reference: a timer that is collected stops.
    private static Timer? _timer;

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(CoordinatorCounters.DirectoryVariable) is not { Length: > 0 } directory)
            return;
        var files = new CoordinatorCounters(directory, withTelemetry: false);
        var samples = new RuntimeSamples(files.SamplesFile, files.CollectFile);
        var totals = Environment.GetEnvironmentVariable(CoordinatorCounters.TelemetryVariable) is null ? null : new MeterTotals();
        _timer = new Timer(_ => Write(samples, totals, files.TotalsFile), null, Interval, Interval);
    }

    private static void Write(RuntimeSamples samples, MeterTotals? totals, string totalsFile)
    {
        // Skip this tick when the previous one is still running.
        if (!Writing.TryEnter())
            return;
        try
        {
            samples.Write();
            if (totals is null)
                return;
            // Replace the file as a whole, so that a reader never sees half of it.
            File.WriteAllText(totalsFile + ".new", totals.Text());
            File.Move(totalsFile + ".new", totalsFile, overwrite: true);
        }
        finally
        {
            Writing.Exit();
        }
    }
}
