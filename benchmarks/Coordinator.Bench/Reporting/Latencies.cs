using Coordinator.Bench.Measuring;

namespace Coordinator.Bench.Reporting;

/// <summary>Latency percentiles in milliseconds.</summary>
internal sealed record Latencies(double P50, double P95, double P99, double P999)
{
    public static Latencies Of(LatencyHistogram histogram) =>
        new(At(histogram, 0.5), At(histogram, 0.95), At(histogram, 0.99), At(histogram, 0.999));

    private static double At(LatencyHistogram histogram, double share) =>
        Math.Round(histogram.Percentile(share).TotalMilliseconds, 2);
}
