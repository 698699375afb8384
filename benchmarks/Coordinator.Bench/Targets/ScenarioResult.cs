using System.Text.Json.Serialization;
using Spectre.Console;

namespace Coordinator.Bench.Targets;

/// <summary>What a scenario found.</summary>
/// <param name="Verdicts">Its figures beside their targets.</param>
/// <param name="IsSound">No guarantee was broken on the way.</param>
/// <param name="Details">Everything that was measured.</param>
internal sealed record ScenarioResult(IReadOnlyList<Verdict> Verdicts, bool IsSound, object Details)
{
    /// <summary>More for people, where a figure alone does not tell it.</summary>
    [JsonIgnore]
    public Table? Table { get; init; }
}
