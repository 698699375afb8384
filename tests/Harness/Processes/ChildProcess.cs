using System.Diagnostics;
using System.Threading.Channels;

namespace Coordinator.Harness.Processes;

/// <summary>A child process with redirected streams. It never outlives this process, see <see cref="ProcessCleanup" />.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan StreamTimeout = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly ChildProcessOptions _options;
    private readonly ProcessCleanup _cleanup;
    private readonly ProcessOutput _output;

    private ChildProcess(Process process, ChildProcessOptions options)
    {
        (_process, _options) = (process, options);
        _cleanup = options.Cleanup ?? ProcessCleanup.Shared;
        _output = new ProcessOutput(options);
        process.OutputDataReceived += (_, output) => _output.AddOutput(output.Data, options.KeepsStandardOutput);
        process.ErrorDataReceived += (_, error) => _output.Keep(error.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _cleanup.Forget(Id);
    }

    public int Id { get; private set; }

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines of both streams.</summary>
    public string Output => _output.Last;

    /// <summary>Lines of standard output; completed when the process has ended.</summary>
    public ChannelReader<string> Lines => _output.Unread;

    /// <param name="start">Any program. Its streams are redirected here.</param>
    /// <param name="options">Log, and the way in which the process is stopped.</param>
    public static ChildProcess Start(ProcessStartInfo start, ChildProcessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        var process = new Process { StartInfo = start };
        var child = new ChildProcess(process, options ?? new ChildProcessOptions());
        process.Start();
        child.Id = process.Id;
        child._cleanup.Watch(child.Id, child._options.Stop);
        // It may have ended before its id was known.
        if (process.HasExited)
            child._cleanup.Forget(child.Id);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Writes a line to standard input. Does nothing when the process has ended.</summary>
    public async Task TellAsync(string line)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException) when (_process.HasExited)
        {
        }
    }

    /// <summary>Waits for a line of standard output. Earlier lines are skipped.</summary>
    /// <param name="beginning">Text at the beginning of the line.</param>
    /// <param name="within">Time limit.</param>
    /// <param name="ct">Stops the wait.</param>
    /// <exception cref="HarnessException">The process ended, or the time limit did. The message contains the output.</exception>
    public async Task<string> LineAsync(string beginning, TimeSpan within, CancellationToken ct = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct);
        either.CancelAfter(within);
        try
        {
            await foreach (var line in _output.Unread.ReadAllAsync(either.Token))
            {
                if (line.StartsWith(beginning, StringComparison.Ordinal))
                    return line;
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw Failed($"wrote no line '{beginning}' within {within}");
        }

        throw Failed($"ended without a line '{beginning}'");
    }

    /// <summary>Waits for the end of the process and returns its exit code.</summary>
    /// <exception cref="HarnessException">It did not end in time. The message contains the output.</exception>
    public async Task<int> ExitAsync(TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw Failed($"did not end within {within}");
        }
    }

    public void Terminate() => Signals.Terminate(Id);

    public void Pause() => Signals.Pause(Id);

    public void Resume() => Signals.Resume(Id);

    /// <summary>Sends SIGKILL to the process alone; returns when it has ended.</summary>
    /// <remarks>Finding its children takes 100 ms and more on a busy machine, which would be part of what a benchmark measures.</remarks>
    public Task KillAsync() => KillAsync(entireProcessTree: false);

    /// <summary>Stops the process as its options say. Kills it when it does not stop in time.</summary>
    public async Task StopAsync()
    {
        if (_process.HasExited || _options.Stop == StopRequest.Kill)
        {
            await KillAsync(entireProcessTree: true);
            return;
        }

        Request(_options.Stop);
        using var deadline = new CancellationTokenSource(_options.StopTimeout);
        await _process.WaitForExitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited)
            _output.Keep($"did not stop within {_options.StopTimeout} and is killed");
        await KillAsync(entireProcessTree: true);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _cleanup.Forget(Id);
        _process.Dispose();
        _output.Dispose();
    }

    private async Task KillAsync(bool entireProcessTree)
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree);
        // The wait includes the end of both streams, which a grandchild that outlived its parent may hold open for ever.
        using var deadline = new CancellationTokenSource(StreamTimeout);
        await _process.WaitForExitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited)
            throw Failed("did not end after SIGKILL");
    }

    private void Request(StopRequest stop)
    {
        if (stop == StopRequest.EndOfInput)
            _process.StandardInput.Close();
        else if (stop == StopRequest.Quit)
            Signals.Quit(Id);
        else
            Signals.Terminate(Id);
    }

    private HarnessException Failed(string what) =>
        new($"{_process.StartInfo.FileName} ({Id}) {what}. Output:{Environment.NewLine}{Output}");
}
