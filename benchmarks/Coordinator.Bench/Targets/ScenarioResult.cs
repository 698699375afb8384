using System.Text.Json.Serialization;
using Spectre.Console;

namespace Coordinator.Bench.Targets;

/// <summary>Result of a scenario.</summary>
/// <param name="Verdicts">Figures beside their targets.</param>
/// <param name="IsSound">Whether no guarantee was broken.</param>
/// <param name="Details">All figures of the measurement.</param>
internal sealed record ScenarioResult(IReadOnlyList<Verdict> Verdicts, bool IsSound, object Details)
{
    /// <summary>Gets an additional table for figures that need one.</summary>
    [JsonIgnore]
    public Table? Table { get; init; }
}
