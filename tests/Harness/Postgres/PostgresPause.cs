using Coordinator.Harness.Processes;

namespace Coordinator.Harness.Postgres;

/// <summary>Processes of a server that stand still until this object is disposed.</summary>
internal sealed class PostgresPause : IDisposable
{
    private readonly int[] _processes;

    public PostgresPause(int[] processes)
    {
        _processes = processes;
        foreach (var process in processes)
            Signals.Pause(process);
    }

    public void Dispose()
    {
        foreach (var process in _processes)
            Signals.Resume(process);
    }
}
