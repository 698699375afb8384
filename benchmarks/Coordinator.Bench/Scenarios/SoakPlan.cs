using System.Globalization;
using Coordinator.Bench.Running;

namespace Coordinator.Bench.Scenarios;

/// <summary>Plan of a long measurement in an open loop.</summary>
/// <param name="Load">Load of the open loop.</param>
/// <param name="Retention">Time after which everything finished is deleted; <c>null</c>: nothing is.</param>
/// <param name="Slices">Number of parts of equal length into which the run is cut.</param>
internal sealed record SoakPlan(RunPlan Load, TimeSpan? Retention = null, int Slices = 10)
{
    /// <summary>Gets the coordinator options for the retention.</summary>
    public IReadOnlyDictionary<string, string> Options => Retention is not { } retention ? new Dictionary<string, string>() : new()
    {
        ["retention.transactions"] = Text(retention),
        ["retention.messages"] = Text(retention),
        ["retention.interval"] = "1s",
    };

    private static string Text(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0}s");
}
