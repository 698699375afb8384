using System.Diagnostics;
using Coordinator.Bench.Measuring;

namespace Coordinator.Bench.Load;

/// <summary>
/// When the next transaction starts. Closed loop: as soon as a worker is free. Open loop: at a rate that does not care for how
/// the coordinator is doing; who comes late is late, and the wait counts.
/// </summary>
internal sealed class Pace(double? rate, long until)
{
    private readonly long _begin = Stopwatch.GetTimestamp();
    private long _tickets = -1;
    private volatile bool _stopped;

    public void Stop() => _stopped = true;

    /// <summary>When it was meant to start, once that time has come; <c>null</c> at the end of the load.</summary>
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
