using System.Globalization;
using Coordinator.Faults.Network;
using Coordinator.Harness;
using Coordinator.Harness.Processes;

namespace Coordinator.Faults.Processes;

/// <summary>A coordinator node that is started again when it ends by itself, as Kubernetes does.</summary>
internal sealed class SupervisedNode(NodeSettings settings, int number, INetwork network, ProcessCleanup cleanup, string directory)
    : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(200);

    private readonly SemaphoreSlim _turn = new(1);
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
    public Task StartAsync() => InTurnAsync(() =>
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
        await InTurnAsync(() =>
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
        await InTurnAsync(async () =>
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
                await InTurnAsync(RestartAsync);
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
        try
        {
            await LaunchAsync();
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

    private async Task InTurnAsync(Func<Task> workAsync)
    {
        await _turn.WaitAsync();
        try
        {
            await workAsync();
        }
        finally
        {
            _turn.Release();
        }
    }
}
