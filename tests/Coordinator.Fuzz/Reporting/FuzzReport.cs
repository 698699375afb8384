using System.Globalization;

namespace Coordinator.Fuzz.Reporting;

/// <summary>Report of a run.</summary>
/// <param name="Outcome">Result.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Problem">What was broken, and in which iterations; <c>null</c>: nothing.</param>
/// <param name="Figures">Figures of the run.</param>
internal sealed record FuzzReport(Outcome Outcome, int Seed, string? Problem, IReadOnlyList<string> Figures)
{
    public string ToText()
    {
        var lines = Figures.Append(string.Create(CultureInfo.InvariantCulture, $"{Outcome.ToString().ToUpperInvariant()}, seed {Seed}"));
        return string.Join(Environment.NewLine, Problem is null ? lines : lines.Append(Problem));
    }
}
