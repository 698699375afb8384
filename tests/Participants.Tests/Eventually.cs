using System.Diagnostics;

namespace Coordinator.Participants.Tests;

/// <summary>Waits, with a bound, for what another thread or process of the test brings about.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition, string what, int seconds = 10)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(seconds), $"not within {seconds} s: {what}");
            await Task.Delay(5);
        }
    }
}
