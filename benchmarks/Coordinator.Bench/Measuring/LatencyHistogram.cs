using System.Numerics;

namespace Coordinator.Bench.Measuring;

/// <summary>
/// Counts latencies in buckets that grow with them. Each doubling has 128 buckets, so a percentile is off by less than 1 %.
/// Safe for concurrent use.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 7;
    private const int Buckets = (64 - SubBits) << SubBits;

    private readonly long[] _counts = new long[Buckets];

    public long Count => _counts.Sum();

    /// <summary>
    /// Gets the non-empty buckets as pairs of bucket and count, one after the other, to send them to another process.
    /// </summary>
    public long[] Sparse
    {
        get => [.. _counts.Index().Where(bucket => bucket.Item > 0).SelectMany(bucket => new[] { bucket.Index, bucket.Item })];
        init => Add(value);
    }

    public void Record(TimeSpan latency) => Interlocked.Increment(ref _counts[BucketOf(Math.Max(latency.Ticks, 0))]);

    public void Add(LatencyHistogram other) => Add(other.Sparse);

    /// <summary>Computes the latency that the given share of all latencies stayed below; 0 when there is none.</summary>
    public TimeSpan Percentile(double share)
    {
        var rank = (long)Math.Ceiling(share * Count);
        for (var bucket = 0; bucket < Buckets && rank > 0; bucket++)
        {
            rank -= _counts[bucket];
            if (rank <= 0)
                return TimeSpan.FromTicks(UpperEnd(bucket));
        }

        return TimeSpan.Zero;
    }

    private void Add(long[] sparse)
    {
        for (var i = 0; i < sparse.Length; i += 2)
            _counts[sparse[i]] += sparse[i + 1];
    }

    private static int BucketOf(long ticks)
    {
        var shift = Math.Max(0, 63 - SubBits - BitOperations.LeadingZeroCount((ulong)ticks));
        return (shift << SubBits) + (int)(ticks >> shift);
    }

    // Inverse of the bucket function: from the second doubling on, a bucket's number contains the shift and one leading bit.
    private static long UpperEnd(int bucket)
    {
        var shift = Math.Max(0, (bucket >> SubBits) - 1);
        var top = bucket - (shift << SubBits);
        return ((top + 1L) << shift) - 1;
    }
}
