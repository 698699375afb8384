using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Coordinator.EndToEnd.Tests.Processes;

/// <summary>An assembly that lies beside this one, run in a process of its own.</summary>
internal sealed class TestProcess : IAsyncDisposable
{
    private const int KeptLines = 400;

    private readonly Process _process;
    private readonly Queue<string> _output = new();
    private readonly Channel<string> _lines =
        Channel.CreateBounded<string>(new BoundedChannelOptions(KeptLines) { FullMode = BoundedChannelFullMode.DropOldest });

    private TestProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, output) =>
        {
            Hear(output.Data);
            if (output.Data is null)
                _lines.Writer.TryComplete();
        };
        process.ErrorDataReceived += (_, error) => Hear(error.Data);
        AppDomain.CurrentDomain.ProcessExit += KillAtExit;
    }

    /// <summary>The last lines that it wrote.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return string.Join(Environment.NewLine, _output);
        }
    }

    public static TestProcess Start(string assembly, params IEnumerable<string> arguments)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(DotNet(), [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        var started = new TestProcess(process);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return started;
    }

    /// <summary>Waits for a line that begins like this.</summary>
    public async Task<string> LineAsync(string beginning, TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(deadline.Token))
            {
                if (line.StartsWith(beginning, StringComparison.Ordinal))
                    return line;
            }
        }
        catch (OperationCanceledException)
        {
        }

        throw new TimeoutException($"No line '{beginning}' within {within}. Output:{Environment.NewLine}{Output}");
    }

    public async Task<int> ExitAsync(TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillAtExit;
        await KillAsync();
        _process.Dispose();
    }

    private static string DotNet() => Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet");

    private void KillAtExit(object? sender, EventArgs e)
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        lock (_output)
        {
            _output.Enqueue(line);
            if (_output.Count > KeptLines)
                _output.Dequeue();
        }

        _lines.Writer.TryWrite(line);
    }
}
