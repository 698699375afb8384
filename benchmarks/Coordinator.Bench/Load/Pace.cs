using System.Diagnostics;
using Coordinator.Bench.Measuring;

namespace Coordinator.Bench.Load;

/// <summary>
/// Decides when the next transaction starts. In a closed loop it starts as soon as a worker is free. In an open loop it starts
/// at a fixed rate, whatever the coordinator does, and a late start counts as latency.
/// </summary>
internal sealed class Pace(double? rate, long until)
{
    private readonly long _begin = Stopwatch.GetTimestamp();
    private long _tickets = -1;
    private volatile bool _stopped;

    public void Stop() => _stopped = true;

    /// <summary>Waits for the next start and returns its intended time; <c>null</c> at the end of the load.</summary>
    public async ValueTask<long?> NextAsync(CancellationToken ct)
    {
        if (_stopped)
            return null;
        if (rate is not { } perSecond)
            return Stopwatch.GetTimestamp() is var now && now < until ? now : null;

        var intended = _begin + (long)(Interlocked.Increment(ref _tickets) * (Stopwatch.Frequency / perSecond));
        if (intended >= until)
            return null;
        var wait = Window.TimeTo(intended);
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, ct);
        return intended;
    }
}
