namespace Coordinator.Faults.Reporting;

/// <summary>
/// Seconds from a fault until the last operation that it delayed was served. Zero when none was delayed; the time until the next
/// fault when that came before.
/// </summary>
/// <param name="Prepare">Prepares: those that took long or failed, and were begun before the next fault.</param>
/// <param name="Check">Decisions of transactions whose producer fell silent, beyond the time to the first check.</param>
/// <param name="Delivery">First deliveries of what was confirmed, to the slowest group.</param>
internal sealed record ServiceFigures(double Prepare, double Check, double Delivery);
