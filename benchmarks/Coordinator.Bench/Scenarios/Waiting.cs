using System.Diagnostics;

namespace Coordinator.Bench.Scenarios;

/// <summary>Looks again and again.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <returns>When it came true; null when it did not in time.</returns>
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
