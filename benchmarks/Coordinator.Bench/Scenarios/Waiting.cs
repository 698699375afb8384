using System.Diagnostics;

namespace Coordinator.Bench.Scenarios;

/// <summary>Waits for conditions by polling them.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <returns>Time until the condition was true; <c>null</c> when it was not in time.</returns>
    public static async Task<TimeSpan?> UntilAsync(Func<bool> isTrue, TimeSpan patience, CancellationToken ct, Action? say = null)
    {
        var watch = Stopwatch.StartNew();
        while (!isTrue())
        {
            if (watch.Elapsed > patience)
                return null;
            await Task.Delay(Interval, ct);
            say?.Invoke();
        }

        return watch.Elapsed;
    }
}
