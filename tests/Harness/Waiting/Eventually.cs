using System.Diagnostics;

namespace Coordinator.Harness.Waiting;

/// <summary>Repeats a condition until it holds or a time limit ends.</summary>
public static class Eventually
{
    /// <summary>The time limit unless a caller sets another one.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <exception cref="TimeoutException">The condition did not hold in time.</exception>
    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? bound = null) =>
        TrueAsync(condition, () => what, bound);

    /// <param name="condition">Condition to wait for.</param>
    /// <param name="what">Describes the condition; read when the time limit ends.</param>
    /// <param name="bound">Time limit; <see cref="Bound" /> by default.</param>
    /// <exception cref="TimeoutException">The condition did not hold in time.</exception>
    public static Task TrueAsync(Func<bool> condition, Func<string> what, TimeSpan? bound = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, bound);

    /// <param name="condition">Condition to wait for.</param>
    /// <param name="what">Describes the condition; read when the time limit ends.</param>
    /// <param name="bound">Time limit; <see cref="Bound" /> by default.</param>
    /// <exception cref="TimeoutException">The condition did not hold in time.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string> what, TimeSpan? bound = null)
    {
        if (await ElapsedAsync(condition, bound ?? Bound, CancellationToken.None) is null)
            throw new TimeoutException($"Not within {bound ?? Bound}: {what()}");
    }

    /// <summary>Measures the time until a condition holds.</summary>
    /// <param name="condition">Condition to wait for.</param>
    /// <param name="bound">Time limit.</param>
    /// <param name="ct">Stops the wait.</param>
    /// <param name="meanwhile">Called after each check that failed.</param>
    /// <returns>The elapsed time; <c>null</c> when the condition did not hold in time.</returns>
    public static Task<TimeSpan?> ElapsedAsync(
        Func<bool> condition, TimeSpan bound, CancellationToken ct, Action? meanwhile = null) =>
        ElapsedAsync(() => Task.FromResult(condition()), bound, ct, meanwhile);

    private static async Task<TimeSpan?> ElapsedAsync(
        Func<Task<bool>> condition, TimeSpan bound, CancellationToken ct, Action? meanwhile = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > bound)
                return null;
            await Task.Delay(Interval, ct);
            meanwhile?.Invoke();
        }

        return watch.Elapsed;
    }
}
