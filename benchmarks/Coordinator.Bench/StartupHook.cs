using System.Diagnostics;
using System.Globalization;
using Coordinator.Bench.Processes;

/// <summary>
/// Loaded by the runtime into the coordinator's process (DOTNET_STARTUP_HOOKS), where its name and place are the runtime's:
/// writes down a few times a second what only the process itself can know.
/// </summary>
internal static class StartupHook
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    // Held for the life of the process: a timer that is collected stops.
    private static Timer? _timer;

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(CoordinatorCounters.FileVariable) is not { Length: > 0 } file)
            return;
        var writer = new StreamWriter(
            new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
        _timer = new Timer(_ => Write(writer), null, Interval, Interval);
    }

    private static void Write(StreamWriter writer)
    {
        lock (writer)
        {
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Stopwatch.GetTimestamp()} {GC.GetTotalAllocatedBytes()} {GC.GetTotalPauseDuration().Ticks}"));
        }
    }
}
