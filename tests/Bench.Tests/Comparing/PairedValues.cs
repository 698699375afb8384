namespace Coordinator.Bench.Tests.Comparing;

/// <summary>Builds values of runs in turn, with noise that is the same in every test run.</summary>
internal static class PairedValues
{
    // Deviations from 1, in shares of the noise. For A and for B they add up to 0.
    private static readonly double[] Noise = [0.3, -0.8, 0.5, -0.2, 0.9, -0.6, 0.1, -0.4, 0.7, -0.5];

    /// <summary>Builds pairs of A and B.</summary>
    /// <param name="ratio">Ratio of B to A without noise.</param>
    /// <param name="noise">Largest deviation of a value.</param>
    /// <param name="count">Number of pairs.</param>
    public static IEnumerable<(double A, double B)> Pairs(double ratio, double noise, int count = 10) =>
        Enumerable.Range(0, count).Select(pair => (100 * (1 + (noise * Noise[pair % 10])), 100 * ratio * (1 + (noise * Noise[(pair + 3) % 10]))));

    /// <summary>Builds pairs of equal runs, one less than there are pairs.</summary>
    public static IEnumerable<(double Earlier, double Later)> Controls(double noise, int count = 9) =>
        Pairs(1, noise, count);
}
