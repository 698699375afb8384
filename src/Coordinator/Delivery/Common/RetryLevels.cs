using System.Globalization;

namespace Coordinator.Delivery.Common;

/// <summary>Waits as RocketMQ users write them: <c>10s 30s 1m 2h</c>.</summary>
internal static class RetryLevels
{
    /// <exception cref="FormatException">It has a <see cref="Problem" />.</exception>
    public static IReadOnlyList<TimeSpan> Parse(string levels) =>
        Problem(levels) is { } problem
            ? throw new FormatException(problem)
            : [.. Split(levels).Select(level => Level(level)!.Value)];

    /// <summary>What is wrong with it; <c>null</c> when nothing is.</summary>
    public static string? Problem(string levels)
    {
        if (Split(levels).Length == 0)
            return "is empty; at least one wait is needed.";
        return Split(levels).FirstOrDefault(level => Level(level) is not { } wait || wait > RetryPolicy.LongestDelay) is { } wrong
            ? $"has '{wrong}'; numbers with a unit (s, m, h or d) are allowed, up to {RetryPolicy.LongestDelay.TotalDays} days."
            : null;
    }

    private static string[] Split(string levels) =>
        levels.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static TimeSpan? Level(string level) =>
        int.TryParse(level.AsSpan(0, level.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? level[^1] switch
            {
                's' => TimeSpan.FromSeconds(number),
                'm' => TimeSpan.FromMinutes(number),
                'h' => TimeSpan.FromHours(number),
                'd' => TimeSpan.FromDays(number),
                _ => null,
            }
            : null;
}
