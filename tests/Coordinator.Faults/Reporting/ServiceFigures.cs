namespace Coordinator.Faults.Reporting;

/// <summary>
/// Seconds from a fault until the last delayed operation was served. They are zero when no operation was delayed, and end at
/// the next fault at the latest.
/// </summary>
/// <param name="Prepare">Prepares that took long or failed, and began before the next fault.</param>
/// <param name="Check">Decisions of transactions whose producer sent none, beyond the time to the first check.</param>
/// <param name="Delivery">First deliveries of confirmed messages, to the slowest group.</param>
internal sealed record ServiceFigures(double Prepare, double Check, double Delivery);
