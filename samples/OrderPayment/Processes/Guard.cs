using System.Diagnostics;
using System.Runtime.InteropServices;
using OrderPayment.Services;

namespace OrderPayment.Processes;

/// <summary>
/// Runs any other program, and stops it when the standard input of this process ends. A parent that is killed cannot stop its
/// children, but they notice the end of a pipe.
/// </summary>
internal static class Guard
{
    private const int SigTerm = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string[] command, CancellationToken ct)
    {
        // Ctrl+C reaches every process of the terminal. Ignore it here, because the parent decides the order in which processes
        // stop.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true })!;
        var exited = process.WaitForExitAsync(CancellationToken.None);
        if (await Task.WhenAny(exited, StandardInput.EndAsync(ct)) != exited)
            await StopAsync(process, exited);
        return process.ExitCode;
    }

    private static async Task StopAsync(Process process, Task exited)
    {
        if (OperatingSystem.IsWindows() || SendSignal(process.Id, SigTerm) != 0)
            process.Kill();
        if (await Task.WhenAny(exited, Task.Delay(Patience)) != exited)
            process.Kill();
        await exited;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
