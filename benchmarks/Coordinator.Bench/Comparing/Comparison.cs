using Coordinator.Bench.Reporting;

namespace Coordinator.Bench.Comparing;

/// <summary>Comparison of two variants under the same load.</summary>
/// <param name="Title">Storage and load.</param>
/// <param name="Figures">Figures that at least one variant has.</param>
internal sealed record Comparison(string Title, IReadOnlyList<ComparedFigure> Figures)
{
    /// <summary>Gets the verdict of the load.</summary>
    public ComparisonVerdict Overall => Judge.Overall([.. Figures.Select(figure => figure.Verdict).OfType<ComparisonVerdict>()]);

    /// <summary>Gets a value indicating whether there were too few pairs for any decision.</summary>
    public bool HasFewPairs => Figures.All(figure => figure.Ratio is not { Count: >= Judge.FewestPairs });

    /// <summary>Compares runs that took place in the order of <see cref="TurnOrder" />.</summary>
    public static Comparison Of(string title, IReadOnlyList<RunFigures> runs) => new(
        title,
        [
            .. FigureDefinitions.All
                .Select(figure => ComparedFigure.Of(figure, runs))
                .Where(figure => figure.A > 0 || figure.B > 0),
        ]);

    /// <summary>Names the figures that have a verdict.</summary>
    public IEnumerable<string> Named(ComparisonVerdict verdict) =>
        Figures.Where(figure => figure.Verdict == verdict).Select(figure => figure.Name);
}
