using Coordinator.Bench.Inside;
using Coordinator.Bench.Processes;

/// <summary>
/// Loaded by the runtime into the coordinator's process (DOTNET_STARTUP_HOOKS), where its name and place are the runtime's:
/// writes down a few times a second what only the process itself can know.
/// </summary>
internal static class StartupHook
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly Lock Writing = new();

    // Held for the life of the process: a timer that is collected stops.
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
        // A tick that finds the one before still at work is left out.
        if (!Writing.TryEnter())
            return;
        try
        {
            samples.Write();
            if (totals is null)
                return;
            // A reader never sees half of it.
            File.WriteAllText(totalsFile + ".new", totals.Text());
            File.Move(totalsFile + ".new", totalsFile, overwrite: true);
        }
        finally
        {
            Writing.Exit();
        }
    }
}
