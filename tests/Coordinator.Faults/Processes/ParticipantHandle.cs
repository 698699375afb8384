using Coordinator.Faults.Network;
using Coordinator.Faults.Participants;
using Coordinator.Testing;

namespace Coordinator.Faults.Processes;

/// <summary>A participant's process, as the suite sees it; each start is a new life with a history of its own.</summary>
/// <param name="command">Of a life: the arguments of this program.</param>
internal sealed class ParticipantHandle(
    string name, Place place, Func<int, string[]> command, INetwork network, Janitor janitor, string logs) : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(120);

    private TestProcess? _process;
    private int _life;

    public string Name => name;

    public int Pid => _process?.Id ?? 0;

    public async Task StartAsync()
    {
        await KillAsync();
        var start = network.At(
            place, TestProcess.DotNet, [typeof(ParticipantHandle).Assembly.Location, .. command(++_life)]);
        _process = TestProcess.Start(start, Path.Combine(logs, $"{name}.log"));
        janitor.Watch(_process.Id);
        await _process.LineAsync(ParticipantProcess.Ready, StartTime);
    }

    public Task TellAsync(string order) => _process?.TellAsync(order) ?? Task.CompletedTask;

    public Task FinishedAsync(TimeSpan within) => _process?.LineAsync(ParticipantProcess.Finished, within) ?? Task.CompletedTask;

    public async Task KillAsync()
    {
        if (_process is null)
            return;
        await _process.DisposeAsync();
        janitor.Forget(_process.Id);
        _process = null;
    }

    public void Pause() => Signals.Pause(Pid);

    public void Resume() => Signals.Resume(Pid);

    public async ValueTask DisposeAsync() => await KillAsync();
}
