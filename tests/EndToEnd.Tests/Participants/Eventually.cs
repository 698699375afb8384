namespace Coordinator.EndToEnd.Tests.Participants;

/// <summary>Waits for what must come true, with a bound.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(condition, what, Bound);

    public static async Task TrueAsync(Func<bool> condition, string what, TimeSpan bound)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > bound)
                throw new TimeoutException($"Not within {bound}: {what}.");
            await Task.Delay(50);
        }
    }
}
