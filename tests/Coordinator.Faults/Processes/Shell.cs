using System.Diagnostics;

namespace Coordinator.Faults.Processes;

/// <summary>Short commands of the machine's own tools.</summary>
internal static class Shell
{
    /// <exception cref="FaultsException">It failed; with what it said.</exception>
    public static async Task<string> RunAsync(string program, params IReadOnlyList<string> arguments)
    {
        var (exitCode, output) = await TryAsync(program, arguments);
        return exitCode == 0
            ? output
            : throw new FaultsException($"{program} {string.Join(' ', arguments)} failed ({exitCode}): {output.Trim()}");
    }

    public static async Task<(int ExitCode, string Output)> TryAsync(string program, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new FaultsException($"{program} cannot be started.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Whether there is such a program.</summary>
    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/sbin", "/sbin"])
            .Any(directory => directory.Length > 0 && File.Exists(Path.Combine(directory, program)));
}
