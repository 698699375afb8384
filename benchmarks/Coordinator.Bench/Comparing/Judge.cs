namespace Coordinator.Bench.Comparing;

/// <summary>Rules by which a difference between A and B is decided.</summary>
internal static class Judge
{
    /// <summary>Smallest number of pairs that can decide.</summary>
    public const int FewestPairs = 10;

    // Neighbouring pairs meet once less often than there are pairs.
    private const int FewestControls = FewestPairs - 1;

    /// <summary>Judges one figure.</summary>
    /// <param name="ratio">B to A.</param>
    /// <param name="control">Later to earlier run of the same variant.</param>
    /// <param name="direction">Direction in which the figure improves.</param>
    /// <param name="leastDifference">Smallest difference that may be decided: 0.1 for 10 %.</param>
    /// <returns>
    /// <see cref="ComparisonVerdict.Undecided" /> unless the interval lies outside of everything that the control spans.
    /// </returns>
    public static ComparisonVerdict Of(
        RatioEstimate? ratio, RatioEstimate? control, Direction direction, double leastDifference)
    {
        if (ratio is not { Count: >= FewestPairs } || control is not { Count: >= FewestControls })
            return ComparisonVerdict.Undecided;
        // The same for a ratio and its inverse: swapping A and B swaps the verdict.
        if (Math.Max(ratio.Ratio, 1 / ratio.Ratio) - 1 < leastDifference)
            return ComparisonVerdict.Undecided;
        if (ratio.Low > Math.Max(1, control.High))
            return direction == Direction.HigherIsBetter ? ComparisonVerdict.Better : ComparisonVerdict.Worse;
        if (ratio.High < Math.Min(1, control.Low))
            return direction == Direction.HigherIsBetter ? ComparisonVerdict.Worse : ComparisonVerdict.Better;
        return ComparisonVerdict.Undecided;
    }

    /// <summary>Judges a load by its figures: one that is worse outweighs all that are better.</summary>
    public static ComparisonVerdict Overall(IReadOnlyCollection<ComparisonVerdict> figures) =>
        figures.Contains(ComparisonVerdict.Worse) ? ComparisonVerdict.Worse
        : figures.Contains(ComparisonVerdict.Better) ? ComparisonVerdict.Better
        : ComparisonVerdict.Undecided;
}
