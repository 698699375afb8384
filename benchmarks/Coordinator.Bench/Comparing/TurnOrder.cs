namespace Coordinator.Bench.Comparing;

/// <summary>Order in which the runs of a comparison take place: A B, then B A, then A B, and so on.</summary>
/// <remarks>
/// The order alternates because the machine drifts. In a fixed order A B A B, the drift would favour the same variant in every
/// pair. Here it favours each in turn and cancels over two pairs. Where two pairs meet, the same variant runs twice in a row.
/// These runs are the control: they are as far apart in time as the runs of a pair, and only the machine differs.
/// </remarks>
internal static class TurnOrder
{
    public static IEnumerable<Variant> Of(int pairs) =>
        Enumerable.Range(0, pairs).SelectMany(pair => IsSwapped(pair) ? [Variant.B, Variant.A] : new[] { Variant.A, Variant.B });

    /// <summary>Groups runs that took place in this order by pair.</summary>
    public static IEnumerable<(T A, T B)> Pairs<T>(IReadOnlyList<T> runs) => Enumerable.Range(0, runs.Count / 2)
        .Select(pair => IsSwapped(pair) ? (runs[(2 * pair) + 1], runs[2 * pair]) : (runs[2 * pair], runs[(2 * pair) + 1]));

    /// <summary>Finds the runs of the same variant that follow each other: A A or B B.</summary>
    public static IEnumerable<(T Earlier, T Later)> Controls<T>(IReadOnlyList<T> runs) =>
        Enumerable.Range(1, Math.Max(0, (runs.Count / 2) - 1)).Select(pair => (runs[(2 * pair) - 1], runs[2 * pair]));

    private static bool IsSwapped(int pair) => pair % 2 == 1;
}
