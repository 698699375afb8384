using System.Runtime.InteropServices;

namespace Coordinator.Hosting.Node;

/// <summary>
/// Takes the signals that ask a process to stop, from its first moment. The runtime would end the process at once, with exit code 143. The
/// native code of SQLite may be in the middle of a write then.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT];

    private readonly CancellationTokenSource _requested = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals() => _registrations = Array.ConvertAll(Signals, signal => PosixSignalRegistration.Create(signal, OnSignal));

    /// <summary>Token that is cancelled by the first signal.</summary>
    public CancellationToken Requested => _requested.Token;

    /// <summary>Leaves signals to the runtime, which ends the process: right for a command that writes nothing.</summary>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        _requested.Cancel();
    }
}
