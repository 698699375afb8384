using Coordinator.Bench.Reporting;

namespace Coordinator.Bench.Comparing;

/// <summary>Figure of both variants.</summary>
/// <param name="Name">Name with its unit.</param>
/// <param name="A">Median of the runs of A.</param>
/// <param name="B">Median of the runs of B.</param>
/// <param name="Ratio">B to A, over the pairs; <c>null</c> when no pair has the figure.</param>
/// <param name="Control">Later to earlier run of the same variant; <c>null</c> when no such runs have the figure.</param>
/// <param name="Verdict">Judgement; <c>null</c> for a figure that is only shown.</param>
internal sealed record ComparedFigure(
    string Name, double A, double B, RatioEstimate? Ratio, RatioEstimate? Control, ComparisonVerdict? Verdict)
{
    /// <summary>Compares one figure of runs that took place in the order of <see cref="TurnOrder" />.</summary>
    public static ComparedFigure Of(FigureDefinition figure, IReadOnlyList<RunFigures> runs)
    {
        double[] values = [.. runs.Select(run => figure.Of(run) ?? 0)];
        (double A, double B)[] pairs = [.. TurnOrder.Pairs(values)];
        var ratio = RatioEstimate.Of(pairs);
        var control = RatioEstimate.Of(TurnOrder.Controls(values));
        return new ComparedFigure(
            figure.Name,
            Median([.. pairs.Select(pair => pair.A)]),
            Median([.. pairs.Select(pair => pair.B)]),
            ratio,
            control,
            figure.IsJudged ? Judge.Of(ratio, control, figure.Direction, figure.LeastDifference) : null);
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
