using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Common;

/// <summary>
/// Cancellation for code of the service. Its registered callbacks run on the thread pool, not on the thread of an actor. An exception of
/// a callback is logged and does not reach an actor.
/// </summary>
internal sealed class UserCancellation(ILogger logger) : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    public CancellationToken Token => _source.Token;

    public void Cancel()
    {
        // The task observes its own exceptions. Nothing awaits it, because a callback may never end.
        if (!_source.IsCancellationRequested)
            _ = TellAsync();
    }

    /// <summary>Disposes of the source, unless it was cancelled: its callbacks may still run, and a cancelled source holds no resources.</summary>
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
#pragma warning disable CA1031 // A callback of the service may throw any exception.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.LogWarning(error, "A callback failed that the service registered with a CancellationToken of the participant");
        }
    }
}
