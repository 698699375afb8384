using System.Diagnostics;

namespace Coordinator.Harness.Processes;

/// <summary>Runs short commands of the operating system.</summary>
public static class ShellCommand
{
    /// <summary>Runs a program and returns its output.</summary>
    /// <exception cref="HarnessException">The program failed. The message contains its output.</exception>
    public static Task<string> RunAsync(string program, params IEnumerable<string> arguments) =>
        RunAsync(new ProcessStartInfo(program, arguments));

    /// <inheritdoc cref="RunAsync(string, IEnumerable{string})" />
    public static async Task<string> RunAsync(ProcessStartInfo start)
    {
        var (exitCode, output) = await TryAsync(start);
        return exitCode == 0
            ? output
            : throw new HarnessException($"{start.FileName} {string.Join(' ', start.ArgumentList)} failed ({exitCode}): {output.Trim()}");
    }

    /// <summary>Runs a program and returns its exit code, and its output and errors.</summary>
    public static async Task<(int ExitCode, string Output)> TryAsync(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start) ?? throw new HarnessException($"{start.FileName} cannot be started.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Returns true if the machine has such a program.</summary>
    public static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(["/usr/sbin", "/sbin"])
            .Any(directory => directory.Length > 0 && File.Exists(Path.Combine(directory, program)));
}
