using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Coordinator.Testing;

/// <summary>A process of a test: heard, waited for, killed, and never left behind by a test process that ends.</summary>
public sealed class TestProcess : IAsyncDisposable
{
    private const int KeptLines = 400;

    private readonly Process _process;
    private readonly StreamWriter? _log;
    private readonly Queue<string> _output = new();
    private readonly Channel<string> _lines =
        Channel.CreateBounded<string>(new BoundedChannelOptions(KeptLines) { FullMode = BoundedChannelFullMode.DropOldest });

    private TestProcess(Process process, string? log)
    {
        _process = process;
        _log = log is null ? null : new StreamWriter(log, append: true) { AutoFlush = true };
        process.OutputDataReceived += (_, output) =>
        {
            Hear(output.Data);
            if (output.Data is null)
                _lines.Writer.TryComplete();
        };
        process.ErrorDataReceived += (_, error) => Hear(error.Data);
        AppDomain.CurrentDomain.ProcessExit += KillAtExit;
    }

    /// <summary>The dotnet that runs this process.</summary>
    public static string DotNet { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    public int Id { get; private set; }

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines that it wrote.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return string.Join(Environment.NewLine, _output);
        }
    }

    /// <summary>An assembly that lies beside this one, run in a process of its own.</summary>
    public static TestProcess Start(string assembly, params IEnumerable<string> arguments) =>
        Start(new ProcessStartInfo(DotNet, [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments]));

    /// <param name="start">Any program; its streams are redirected here.</param>
    /// <param name="log">A file that gets all that it says, beside the last lines that are kept.</param>
    public static TestProcess Start(ProcessStartInfo start, string? log = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        var process = new Process { StartInfo = start };
        var started = new TestProcess(process, log);
        process.Start();
        started.Id = process.Id;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return started;
    }

    /// <summary>A line for its standard input; nothing where it has ended.</summary>
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
        lock (_output)
            _log?.Dispose();
    }

    private void KillAtExit(object? sender, EventArgs e)
    {
        // The end of this process may come between the making of a process and its start.
        if (Id != 0 && !_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        lock (_output)
        {
            if (_log?.BaseStream is { CanWrite: true })
                _log.WriteLine(line);
            _output.Enqueue(line);
            if (_output.Count > KeptLines)
                _output.Dequeue();
        }

        _lines.Writer.TryWrite(line);
    }
}
