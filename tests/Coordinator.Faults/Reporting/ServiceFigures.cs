namespace Coordinator.Faults.Reporting;

/// <summary>
/// Seconds from a fault until the last operation that it held up was served; zero where none was held up, and up to the next fault
/// where that came before.
/// </summary>
/// <param name="Prepare">Prepares: those that took long or failed, and were begun before the next fault.</param>
/// <param name="Check">Decisions of transactions whose producer fell silent, beyond the time to the first check.</param>
/// <param name="Delivery">First deliveries of what was confirmed, to the slowest group.</param>
internal sealed record ServiceFigures(double Prepare, double Check, double Delivery);
