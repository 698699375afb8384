using Coordinator.Bench.Reporting;

namespace Coordinator.Bench.Scenarios;

/// <summary>Figures of a purge under load.</summary>
/// <param name="Rows">Rows that were filled in and deleted.</param>
/// <param name="Seconds">Time from the start of the coordinator until they were gone.</param>
/// <param name="Without">The load without a purge.</param>
/// <param name="During">The same load during the purge.</param>
internal sealed record PurgeFigures(long Rows, double Seconds, RunFigures Without, RunFigures During)
{
    public double RowsPerSecond => Rows / Seconds;
}
