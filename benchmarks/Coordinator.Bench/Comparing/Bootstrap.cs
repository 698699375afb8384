namespace Coordinator.Bench.Comparing;

/// <summary>Percentile bootstrap. The same values always give the same interval.</summary>
internal static class Bootstrap
{
    private const int Resamples = 10_000;
    private const int Seed = 20_260_101;
    private const double Tail = 0.025;

    /// <summary>Computes the 95 % interval of the mean.</summary>
    public static (double Low, double High) IntervalOfMean(IReadOnlyList<double> values)
    {
        var random = new Random(Seed);
        var means = new double[Resamples];
        for (var resample = 0; resample < Resamples; resample++)
        {
            var sum = 0.0;
            for (var draw = 0; draw < values.Count; draw++)
                sum += values[random.Next(values.Count)];
            means[resample] = sum / values.Count;
        }

        Array.Sort(means);
        return (means[(int)(Tail * Resamples)], means[Resamples - 1 - (int)(Tail * Resamples)]);
    }
}
