namespace OrderPayment.Services;

/// <summary>Stops one piece of work at its moment, says so, and waits there for SIGKILL.</summary>
internal sealed class StopSign(StopPoint? point)
{
    private int _seen;

    /// <summary>True once: for the piece of work that is to be stopped.</summary>
    public bool IsDue() => point is not null && Interlocked.Increment(ref _seen) == point.After + 1;

    public Task ReachAsync(Moment moment, string subject, CancellationToken ct)
    {
        if (point?.Moment != moment)
            return Task.CompletedTask;
        ServiceOutput.SayReached(moment, subject);
        return Task.Delay(Timeout.InfiniteTimeSpan, ct);
    }
}
