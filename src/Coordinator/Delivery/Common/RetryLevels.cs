using System.Globalization;
using Coordinator.Common;

namespace Coordinator.Delivery.Common;

/// <summary>Delays between retries, in the notation of RocketMQ: <c>10s 30s 1m 2h</c>.</summary>
internal static class RetryLevels
{
    /// <exception cref="FormatException">The text has a <see cref="Problem" />.</exception>
    public static IReadOnlyList<TimeSpan> Parse(string levels) =>
        Problem(levels) is { } problem
            ? throw new FormatException(problem)
            : [.. Split(levels).Select(level => Level(level)!.Value)];

    /// <summary>Error about the text, without the key; <c>null</c> when there is none.</summary>
    public static string? Problem(string levels)
    {
        var allowed = $"must be durations separated by blanks, each up to {Duration.Write(RetryPolicy.LongestDelay)}";
        if (Split(levels).Length == 0)
            return $"{allowed}, but is empty.";
        return Split(levels).FirstOrDefault(level => Level(level) is not { } delay || delay > RetryPolicy.LongestDelay) is { } wrong
            ? string.Create(CultureInfo.InvariantCulture, $"{allowed}, but has '{wrong}'.")
            : null;
    }

    private static string[] Split(string levels) =>
        levels.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static TimeSpan? Level(string level) =>
        Duration.TryParse(level, out var delay) && delay >= TimeSpan.Zero ? delay : null;
}
