namespace Coordinator.Contracts.Common;

/// <summary>Delays that double from attempt to attempt up to a cap. Each is shortened by up to a fifth.</summary>
/// <param name="First">Longest delay after the first failure.</param>
/// <param name="Cap">Longest delay after any failure.</param>
/// <remarks>The jitter only shortens, so no delay exceeds the cap. It spreads the retries of callers that failed at the same time.</remarks>
internal readonly record struct Backoff(TimeSpan First, TimeSpan Cap)
{
    private const double Jitter = 0.2;

    // Past 2^40 any delay exceeds any cap; the exponent is bounded so that the product stays finite.
    private const int MaxDoublings = 40;

    /// <summary>Delay after a number of failures in a row.</summary>
    /// <param name="failures">Counted from 1; less counts as 1.</param>
    /// <param name="fraction">Share of the jitter, 0 to 1: random, or derived from an id to be the same everywhere.</param>
    public TimeSpan After(int failures, double fraction)
    {
        var doubled = First.Ticks * (double)(1L << Math.Clamp(failures - 1, 0, MaxDoublings));
        return Shorten(doubled < Cap.Ticks ? TimeSpan.FromTicks((long)doubled) : Cap, fraction);
    }

    /// <summary>Delay after a number of failures in a row, with a random jitter.</summary>
    public TimeSpan After(int failures) => After(failures, Random.Shared.NextDouble());

    /// <summary>Applies the jitter to a delay that does not grow.</summary>
    /// <param name="delay">Longest delay.</param>
    /// <param name="fraction">Share of the jitter, 0 to 1.</param>
    public static TimeSpan Shorten(TimeSpan delay, double fraction) => delay * (1 - (Jitter * fraction));
}
