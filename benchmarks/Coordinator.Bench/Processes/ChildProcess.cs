using System.Diagnostics;
using System.Threading.Channels;

namespace Coordinator.Bench.Processes;

/// <summary>Child process of a measurement. It ends when its standard input ends, so it never outlives this process.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly LogFile _log;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private ChildProcess(Process process, LogFile log)
    {
        (_process, _log) = (process, log);
        process.OutputDataReceived += (_, output) => Hear(output.Data);
        process.ErrorDataReceived += (_, error) => log.Write(error.Data);
    }

    public int Id => _process.Id;

    /// <summary>Gets the lines of its standard output. The reader completes when the process has ended.</summary>
    public ChannelReader<string> Lines => _lines.Reader;

    public string LogTail => _log.Tail;

    public static ChildProcess Start(ChildCommand command, LogFile log)
    {
        var start = new ProcessStartInfo(command.File, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;
        var process = new Process { StartInfo = start };
        var child = new ChildProcess(process, log);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    public async Task TellAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Sends SIGKILL and returns when the process is gone.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await StopAsync();
        _process.Dispose();
        _log.Dispose();
    }

    private async Task StopAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _log.Write($"Killed: it did not stop within {Patience.TotalSeconds} s.");
            _process.Kill(entireProcessTree: true);
        }
    }

    private void Hear(string? line)
    {
        if (line is null)
            _lines.Writer.TryComplete();
        else
            _lines.Writer.TryWrite(line);
    }
}
