namespace Coordinator.Faults.Reporting;

/// <summary>Sessions of all participants, and answers to the caller.</summary>
/// <param name="Lost">Number of sessions that were lost.</param>
/// <param name="Longest">Most seconds that one participant was without a session.</param>
/// <param name="Silence">Most seconds between two answers to the caller.</param>
internal sealed record SessionFigures(int Lost, double Longest, double Silence);
