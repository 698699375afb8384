using System.Runtime.InteropServices;

namespace Coordinator.Bench.Pauses;

/// <summary>Real-time priority of a Linux thread.</summary>
internal static class RealTimePriority
{
    private const int CallingThread = 0;
    private const int SchedFifo = 1;
    private const int Lowest = 1;

    /// <summary>Raises the calling thread above all ordinary threads.</summary>
    /// <returns><c>false</c> when the process lacks the right (CAP_SYS_NICE); the thread keeps its priority.</returns>
    public static bool TryRaise() => SetScheduler(CallingThread, SchedFifo, Lowest) == 0;

    // The parameter is a struct sched_param, whose only field is the priority.
    [DllImport("libc", EntryPoint = "sched_setscheduler")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetScheduler(int thread, int policy, in int priority);
}
