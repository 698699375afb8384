using System.Globalization;
using Coordinator.Faults.Network;
using Coordinator.Harness;
using Coordinator.Harness.Histories;
using Coordinator.Harness.Processes;
using Coordinator.Harness.Waiting;

namespace Coordinator.Faults.Processes;

/// <summary>A coordinator node that is started again when it ends by itself, as Kubernetes does.</summary>
/// <param name="settings">Settings of all nodes.</param>
/// <param name="number">Number of the node.</param>
/// <param name="network">Network of the run.</param>
/// <param name="cleanup">Ends the process with the run.</param>
/// <param name="directory">Directory of the node.</param>
/// <param name="record">Records that it has ended by itself, and that it serves again.</param>
internal sealed class SupervisedNode(
    NodeSettings settings, int number, INetwork network, ProcessCleanup cleanup, string directory, Action<Entry> record)
    : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(200);

    private readonly Turn _turn = new();
    private CoordinatorProcess? _process;
    private bool _wanted;

    public Place Place { get; } = Place.Node(number);

    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"node {number}");

    /// <summary>Number of times the node ended by itself and was started again.</summary>
    public int Restarts { get; private set; }

    /// <summary>File with the offset of the node's clock; used when libfaketime is installed.</summary>
    public string ClockFile => Path.Combine(directory, "clock");

    private bool HasFailed => _wanted && _process is { HasExited: true };

    /// <summary>Starts the node; returns when it serves participants.</summary>
    public Task StartAsync() => _turn.RunAsync(() =>
    {
        _wanted = true;
        return LaunchAsync();
    });

    /// <summary>Sends SIGKILL, even to a node that is starting.</summary>
    public async Task KillAsync()
    {
        _wanted = false;
        if (_process is { HasExited: false } starting)
            Signals.Kill(starting.Id);
        await _turn.RunAsync(() =>
        {
            _wanted = false;
            return EndAsync();
        });
    }

    public void Pause() => _process?.Pause();

    public void Resume() => _process?.Resume();

    /// <summary>Sends SIGTERM; returns the exit code, and -1 when the node had to be killed.</summary>
    public async Task<int> StopAsync()
    {
        var exitCode = 0;
        await _turn.RunAsync(async () =>
        {
            _wanted = false;
            if (_process is { } process)
                exitCode = await TerminateAsync(process);
            await EndAsync();
        });
        return exitCode;
    }

    /// <summary>Starts the node again whenever it has ended by itself.</summary>
    public async Task SuperviseAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await Task.Delay(CheckInterval, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (HasFailed && !ct.IsCancellationRequested)
                await _turn.RunAsync(RestartAsync);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _turn.Dispose();
    }

    private static async Task<int> TerminateAsync(CoordinatorProcess process)
    {
        process.Terminate();
        try
        {
            return await process.ExitAsync(StopTimeout);
        }
        catch (HarnessException)
        {
            return -1;
        }
    }

    private async Task RestartAsync()
    {
        if (!HasFailed)
            return;
        Restarts++;
        record(new Stopped(Name, await _process!.ExitAsync(StopTimeout)));
        try
        {
            await LaunchAsync();
            record(new Restarted(Name));
        }
        catch (HarnessException)
        {
            // A fault may have taken away what the node needs. The next check tries again.
        }
    }

    private async Task LaunchAsync()
    {
        await EndAsync();
        Directory.CreateDirectory(directory);
        _process = CoordinatorProcess.Start(settings.Command(network, Place, directory, ClockFile) with
        {
            Process = new ChildProcessOptions { Log = Path.Combine(directory, "log.txt"), Cleanup = cleanup },
        });
        await _process.ReadyAsync();
    }

    private async Task EndAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = null;
    }
}
