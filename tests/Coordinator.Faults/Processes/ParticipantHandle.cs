using Coordinator.Faults.Network;
using Coordinator.Faults.Participants;
using Coordinator.Harness.Processes;
using Coordinator.Harness.Waiting;

namespace Coordinator.Faults.Processes;

/// <summary>
/// Starts, stops and pauses a participant's process, and starts it again when it ends by itself. Each start is a new life with its own
/// history.
/// </summary>
/// <param name="name">Name of the participant.</param>
/// <param name="place">Place in the network.</param>
/// <param name="command">Arguments of this program for a life.</param>
/// <param name="network">Network of the run.</param>
/// <param name="cleanup">Ends the process with the run.</param>
/// <param name="logs">Directory for logs.</param>
internal sealed class ParticipantHandle(
    string name, Place place, Func<int, string[]> command, INetwork network, ProcessCleanup cleanup, string logs) : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(200);

    private readonly Turn _turn = new();
    private ChildProcess? _process;
    private int _life;

    public string Name => name;

    public Task StartAsync() => _turn.RunAsync(LaunchAsync);

    /// <summary>Starts the process again whenever it has ended by itself.</summary>
    public async Task SuperviseAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await Task.Delay(CheckInterval, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_process is { HasExited: true } && !ct.IsCancellationRequested)
                await _turn.RunAsync(() => _process is { HasExited: true } ? LaunchAsync() : Task.CompletedTask);
        }
    }

    /// <summary>Counts the TCP ports on which the process listens.</summary>
    public int CountListeners() => _process is { HasExited: false } process ? ListeningPorts.Of(process.Id).Count : 0;

    public Task TellAsync(string order) => _process?.TellAsync(order) ?? Task.CompletedTask;

    public Task FinishedAsync(TimeSpan within) => _process?.LineAsync(ParticipantProcess.Finished, within) ?? Task.CompletedTask;

    public Task KillAsync() => _turn.RunAsync(EndAsync);

    public void Pause() => _process?.Pause();

    public void Resume() => _process?.Resume();

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _turn.Dispose();
    }

    private async Task LaunchAsync()
    {
        await EndAsync();
        var start = DotNet.Run(typeof(ParticipantHandle).Assembly.Location, command(++_life));
        network.Enter(place, start);
        _process = ChildProcess.Start(
            start, new ChildProcessOptions { Log = Path.Combine(logs, $"{name}.log"), Cleanup = cleanup });
        await _process.LineAsync(ParticipantProcess.Ready, StartTimeout);
    }

    private async Task EndAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = null;
    }
}
