using System.Globalization;

namespace Coordinator.Testing.Crashes;

/// <summary>Run of a scenario in which a service died at one moment.</summary>
/// <param name="Point">The moment.</param>
/// <param name="IsReached">False when the scenario does not pass the moment, so that nothing died.</param>
/// <param name="Failure">Reason why the run failed; <c>null</c>: it passed.</param>
/// <param name="Duration">Time that it took.</param>
public sealed record CrashRun(CrashPoint Point, bool IsReached, Exception? Failure, TimeSpan Duration)
{
    /// <summary>Returns the run in one line.</summary>
    public override string ToString()
    {
        var verdict = Failure is { } failure ? $"FAILED: {failure.Message}" : IsReached ? "survived" : "not reached";
        return string.Create(CultureInfo.InvariantCulture, $"{Point.Name,-18} {Duration.TotalSeconds,5:0.00} s  {verdict}");
    }
}
