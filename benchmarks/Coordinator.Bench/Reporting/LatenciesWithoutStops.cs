namespace Coordinator.Bench.Reporting;

/// <summary>Latencies of the samples that overlap no stop of the machine.</summary>
/// <param name="Prepare">Latencies of a Prepare; 0 when every sample overlaps a stop.</param>
/// <param name="Commit">Latencies of a Commit; 0 when every sample overlaps a stop.</param>
/// <param name="EndToEnd">Latencies until a message is handled; 0 when every sample overlaps a stop.</param>
/// <param name="Excluded">Share of the end-to-end samples that overlap a stop.</param>
/// <remarks>
/// A long operation overlaps a stop by chance more often than a short one. The larger the excluded share, the more these
/// latencies understate the real ones.
/// </remarks>
internal sealed record LatenciesWithoutStops(Latencies Prepare, Latencies Commit, Latencies EndToEnd, double Excluded);
