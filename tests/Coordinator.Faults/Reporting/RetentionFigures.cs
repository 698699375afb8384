using System.Globalization;
using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Reporting;

/// <summary>Rows that were deleted in a run.</summary>
/// <param name="Rows">Rows of the coordinator by kind, as nodes told of them. What a node deleted between a look and its end is missing.</param>
/// <param name="Outcomes">Outcomes in the databases of producers.</param>
/// <param name="Inbox">Inbox rows in the databases of consumers.</param>
internal sealed record RetentionFigures(IReadOnlyDictionary<string, long> Rows, long Outcomes, long Inbox)
{
    /// <summary>Names what must have been deleted for a valid run, and was not.</summary>
    public IEnumerable<string> Missing()
    {
        foreach (var kind in (string[])["transactions", "messages"])
        {
            if (Rows.GetValueOrDefault(kind) == 0)
                yield return $"retention deleted no {kind}";
        }

        if (Outcomes <= 0)
            yield return "no outcome was purged";
        if (Inbox <= 0)
            yield return "no inbox row was purged";
    }

    public override string ToString() =>
        $"{string.Join(", ", Rows.OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => $"{Text(kind.Value)} rows of {kind.Key}"))}; "
        + $"{Text(Outcomes)} outcomes, {Text(Inbox)} inbox rows";

    /// <summary>Adds up what nodes told. A number that falls is that of another node, which began at zero.</summary>
    public static IReadOnlyDictionary<string, long> Sum(RunHistory history)
    {
        var (sums, last) = (new Dictionary<string, long>(), new Dictionary<string, long>());
        foreach (var told in history.Of<RowsDeleted>())
        {
            var before = last.GetValueOrDefault(told.Kind);
            sums[told.Kind] = sums.GetValueOrDefault(told.Kind) + (told.Rows < before ? told.Rows : told.Rows - before);
            last[told.Kind] = told.Rows;
        }

        return sums;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
