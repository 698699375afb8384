using System.Threading.Channels;
using Coordinator.Bench.Processes;
using Coordinator.Harness.Processes;

namespace Coordinator.Bench.Pauses;

/// <summary>
/// Process that runs beside a measurement and records stops of the machine. A stop happens, for example, when a hypervisor
/// takes the cores away.
/// </summary>
/// <remarks>
/// The probe sees the core that it sleeps on. A core that is taken away alone may escape it, or may stop it and not the load.
/// </remarks>
internal sealed class PauseProbe : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ChildProcess _process;

    private PauseProbe(ChildProcess process) => _process = process;

    /// <summary>Starts the probe; it records from the time at which this returns.</summary>
    /// <exception cref="BenchFailedException">The process did not start.</exception>
    public static async Task<PauseProbe> StartAsync(string directory, CancellationToken ct)
    {
        var probe = new PauseProbe(SelfProcess.Start(Path.Combine(directory, "probe.log"), ProbeCommand.Name));
        try
        {
            await probe.LineAsync(ct);
            return probe;
        }
        catch
        {
            await probe.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the recording.</summary>
    /// <exception cref="BenchFailedException">The process ended before, or does not answer.</exception>
    public async Task<ProbeReport> FinishAsync(CancellationToken ct)
    {
        await _process.TellAsync(ProbeCommand.Finish);
        return ProbeReport.Read(await LineAsync(ct));
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task<string> LineAsync(CancellationToken ct)
    {
        try
        {
            return await _process.Lines.ReadAsync(ct).AsTask().WaitAsync(Patience, ct);
        }
        catch (Exception silent) when (silent is ChannelClosedException or TimeoutException)
        {
            throw new BenchFailedException(
                $"The pause probe does not answer.{Environment.NewLine}{_process.Output}", silent);
        }
    }
}
