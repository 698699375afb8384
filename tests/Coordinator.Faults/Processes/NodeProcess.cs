using System.Globalization;
using Coordinator.Faults.Network;
using Coordinator.Testing;

namespace Coordinator.Faults.Processes;

/// <summary>One coordinator node: started, killed, paused, and started again when it ends by itself, as Kubernetes would.</summary>
internal sealed class NodeProcess(NodeSettings settings, int number, INetwork network, Janitor janitor, string directory) : IAsyncDisposable
{
    private const string Ready = "ready ";
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _turn = new(1);
    private TestProcess? _process;
    private bool _wanted;

    public Place Place { get; } = Place.Node(number);

    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"node {number}");

    public int Pid => _process?.Id ?? 0;

    /// <summary>How often it ended by itself and was started again.</summary>
    public int Restarts { get; private set; }

    /// <summary>A file that says what its clock shows; used where libfaketime is there.</summary>
    public string ClockFile => Path.Combine(directory, "clock");

    /// <summary>Starts it; returns when it serves participants.</summary>
    public async Task StartAsync()
    {
        await _turn.WaitAsync();
        try
        {
            _wanted = true;
            await LaunchAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>SIGKILL, also of one that is starting just now.</summary>
    public async Task KillAsync()
    {
        _wanted = false;
        if (_process is { HasExited: false } starting)
            Signals.Kill(starting.Id);
        await _turn.WaitAsync();
        try
        {
            _wanted = false;
            await EndAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Pause() => Signals.Pause(Pid);

    public void Resume() => Signals.Resume(Pid);

    /// <summary>SIGTERM, and what becomes of it: the exit code, and -1 when it had to be killed.</summary>
    public async Task<int> StopAsync()
    {
        await _turn.WaitAsync();
        try
        {
            _wanted = false;
            if (_process is null)
                return 0;
            Signals.Terminate(_process.Id);
            return await _process.ExitAsync(StopTime);
        }
        catch (OperationCanceledException)
        {
            return -1;
        }
        finally
        {
            await EndAsync();
            _turn.Release();
        }
    }

    /// <summary>Starts it again when it has ended by itself.</summary>
    public async Task KeepAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_wanted || _process is not { HasExited: true } || ct.IsCancellationRequested)
                continue;
            await _turn.WaitAsync(CancellationToken.None);
            try
            {
                if (!_wanted || _process is not { HasExited: true })
                    continue;
                Restarts++;
                await LaunchAsync();
            }
            catch (TimeoutException)
            {
                // It may need what a fault has taken away: again, then.
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _turn.Dispose();
    }

    private async Task LaunchAsync()
    {
        await EndAsync();
        Directory.CreateDirectory(directory);
        var start = network.At(Place, TestProcess.DotNet, [settings.Assembly, .. settings.Arguments(network, Place, directory)]);
        foreach (var (name, value) in settings.Environment(ClockFile))
            start.Environment[name] = value;
        _process = TestProcess.Start(start, Path.Combine(directory, "log.txt"));
        janitor.Watch(_process.Id);
        await _process.LineAsync(Ready, StartTime);
    }

    private async Task EndAsync()
    {
        if (_process is null)
            return;
        // A paused one must be resumed to die of anything but SIGKILL; this is SIGKILL.
        await _process.DisposeAsync();
        janitor.Forget(_process.Id);
        _process = null;
    }
}
