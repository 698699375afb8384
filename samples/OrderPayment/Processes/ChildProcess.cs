using System.Diagnostics;
using System.Threading.Channels;

namespace OrderPayment.Processes;

/// <summary>Child process of the sample. It ends when its standard input ends, so it never outlives this process.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly LogFile _log;
    // Services print few lines. If one prints many, not every line is read.
    private readonly Channel<string> _lines =
        Channel.CreateBounded<string>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropOldest });

    private ChildProcess(Process process, LogFile log)
    {
        (_process, _log) = (process, log);
        process.OutputDataReceived += (_, output) => Hear(output.Data);
        process.ErrorDataReceived += (_, error) => log.Write(error.Data);
    }

    /// <summary>Gets the lines of its standard output. The reader completes when the process has ended.</summary>
    public ChannelReader<string> Lines => _lines.Reader;

    public bool HasEnded => _process.HasExited;

    public static ChildProcess Start(ChildCommand command, LogFile log)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(command.File, command.Arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        var child = new ChildProcess(process, log);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Sends SIGKILL, so that the process can do nothing more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks the process to stop, and kills it when it does not stop in time.</summary>
    public async Task StopAsync()
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

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await StopAsync();
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            _lines.Writer.TryComplete();
            return;
        }

        _log.Write(line);
        _lines.Writer.TryWrite(line);
    }
}
