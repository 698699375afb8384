using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Common;

/// <summary>
/// A cancellation that code of the service listens to. What that registered runs on the pool, not on the thread of an actor; what
/// it throws is logged, and no actor's trouble.
/// </summary>
internal sealed class UserCancellation(ILogger logger) : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    public CancellationToken Token => _source.Token;

    public void Cancel()
    {
        // Observed to its end; nobody waits for it, as it may never come.
        if (!_source.IsCancellationRequested)
            _ = TellAsync();
    }

    /// <summary>One that was cancelled may still be telling, which an end now would cut short; it has nothing else to free.</summary>
    public void Dispose()
    {
        if (!_source.IsCancellationRequested)
            _source.Dispose();
    }

    private async Task TellAsync()
    {
        try
        {
            await _source.CancelAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever the service registered may throw anything.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.LogWarning(error, "A callback that was registered with a CancellationToken of the participant failed");
        }
    }
}
