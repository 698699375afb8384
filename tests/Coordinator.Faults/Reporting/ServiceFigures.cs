namespace Coordinator.Faults.Reporting;

/// <summary>
/// Seconds from a fault until the last operation that it delayed was served. Zero when none was delayed; the time until the next
/// fault when that came before.
/// </summary>
/// <param name="Prepare">Prepares that took long or failed, and began before the next fault.</param>
/// <param name="Check">Decisions of transactions whose producer sent none, beyond the time to the first check.</param>
/// <param name="Delivery">First deliveries of confirmed messages, to the slowest group.</param>
internal sealed record ServiceFigures(double Prepare, double Check, double Delivery);
