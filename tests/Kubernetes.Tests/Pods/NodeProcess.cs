using System.Diagnostics;

namespace Coordinator.Kubernetes.Tests.Pods;

/// <summary>The container of a pod, as a process of this machine: nothing of this test's own environment is in it but where programs are.</summary>
internal sealed class NodeProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string[] OfTheMachine = ["PATH", "HOME", "DOTNET_ROOT"];

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly Task<string> _output;

    public NodeProcess(LocalPod pod, Func<string, string> onLoopback)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = pod.WorkingDirectory };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Coordinator.dll"));
        foreach (var argument in pod.Arguments)
            start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Except(OfTheMachine).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in pod.Environment)
            start.Environment[name] = onLoopback(value);
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
        _output = _process.StandardOutput.ReadToEndAsync();
    }

    public bool HasExited => _process.HasExited;

    /// <summary>As the kubelet does it.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public async Task<string> KillAsync()
    {
        _process.Kill();
        return (await ExitAsync()).Said;
    }

    public async Task<(int ExitCode, string Said)> ExitAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(limit.Token);
        return (_process.ExitCode, $"{await _output}{await _errors}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
