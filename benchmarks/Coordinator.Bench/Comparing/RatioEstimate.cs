namespace Coordinator.Bench.Comparing;

/// <summary>Geometric mean of ratios with its 95 % interval.</summary>
/// <param name="Ratio">Geometric mean.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="Count">Number of ratios.</param>
internal sealed record RatioEstimate(double Ratio, double Low, double High, int Count)
{
    /// <summary>Estimates the ratio from pairs of values.</summary>
    /// <param name="pairs">Denominator and numerator of each ratio. A pair with a value that is not positive is left out.</param>
    /// <returns><c>null</c> when no pair is left.</returns>
    public static RatioEstimate? Of(IEnumerable<(double From, double To)> pairs)
    {
        // Logarithms, so that a ratio and its inverse weigh the same, and swapping A and B inverts the result.
        double[] logs = [.. pairs.Where(pair => pair is { From: > 0, To: > 0 }).Select(pair => Math.Log(pair.To / pair.From))];
        if (logs.Length == 0)
            return null;
        var (low, high) = Bootstrap.IntervalOfMean(logs);
        return new RatioEstimate(Math.Exp(logs.Average()), Math.Exp(low), Math.Exp(high), logs.Length);
    }
}
