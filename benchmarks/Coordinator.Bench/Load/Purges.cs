namespace Coordinator.Bench.Load;

/// <summary>Pace at which services purge their tables.</summary>
internal static class Purges
{
    /// <summary>Time between two purges: short beside a retention of seconds, so that little waits for the next one.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
}
