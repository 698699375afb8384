using System.Diagnostics;
using System.Text.Json;

namespace Coordinator.Tests.Hosting;

/// <summary>The real thing, as its user starts it.</summary>
internal sealed class CoordinatorProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private CoordinatorProcess(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Coordinator.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public static CoordinatorProcess Start(params string[] arguments) => new(arguments);

    /// <summary>On ports of its own.</summary>
    public static CoordinatorProcess StartOn(string dataDirectory) =>
        Start("--dataDirectory", dataDirectory, "--remoting.port", "0", "--http.port", "0");

    /// <summary>What it announces when it is ready.</summary>
    public async Task<JsonElement> ReadyAsync() => JsonDocument.Parse(await SaysAsync("ready")).RootElement;

    /// <summary>The rest of its next line that begins with this.</summary>
    public async Task<string> SaysAsync(string what)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith($"{what} ", StringComparison.Ordinal))
                return line[what.Length..].Trim();
        }

        throw new InvalidOperationException($"It never said {what}: {await _errors}");
    }

    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public void Kill() => _process.Kill();

    public async Task<(int ExitCode, string Output, string Errors)> ExitAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        var output = await _process.StandardOutput.ReadToEndAsync(limit.Token);
        await _process.WaitForExitAsync(limit.Token);
        return (_process.ExitCode, output, await _errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
