using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Coordinator.Harness.Processes;

/// <summary>Sends signals of Unix by process id. A process that has ended is ignored.</summary>
public static class Signals
{
    private const int SigQuit = 3;
    private const int SigKill = 9;
    private const int SigTerm = 15;

    // Numbers of Linux and of macOS.
    private static readonly int SigCont = OperatingSystem.IsMacOS() ? 19 : 18;
    private static readonly int SigStop = OperatingSystem.IsMacOS() ? 17 : 19;

    public static void Quit(int pid) => Send(pid, SigQuit);

    public static void Kill(int pid) => Send(pid, SigKill);

    public static void Terminate(int pid) => Send(pid, SigTerm);

    public static void Pause(int pid) => Send(pid, SigStop);

    public static void Resume(int pid) => Send(pid, SigCont);

    // Windows has no signals: a request to stop is a kill there.
    private static void Send(int pid, int signal)
    {
        if (!OperatingSystem.IsWindows())
            _ = NativeKill(pid, signal);
        else if (signal is SigQuit or SigKill or SigTerm)
            KillOnWindows(pid);
        else
            throw new PlatformNotSupportedException("Windows cannot pause a process.");
    }

    private static void KillOnWindows(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
        catch (Exception ended) when (ended is ArgumentException or InvalidOperationException)
        {
            // The process has ended.
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeKill(int pid, int signal);
}
