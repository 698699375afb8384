namespace OrderPayment.Services;

/// <summary>Stops one piece of work at its moment, reports it, and waits for SIGKILL.</summary>
internal sealed class StopSign(StopPoint? point)
{
    private int _seen;

    /// <summary>Returns <c>true</c> once, for the piece of work to stop.</summary>
    public bool IsDue() => point is not null && Interlocked.Increment(ref _seen) == point.After + 1;

    public Task ReachAsync(Moment moment, string subject, CancellationToken ct)
    {
        if (point?.Moment != moment)
            return Task.CompletedTask;
        ServiceOutput.SayReached(moment, subject);
        return Task.Delay(Timeout.InfiniteTimeSpan, ct);
    }
}
