using Coordinator.Bench.Reporting;

namespace Coordinator.Bench.Comparing;

/// <summary>The medians of two variants under the same load.</summary>
internal sealed record Comparison(string Title, IReadOnlyList<ComparedFigure> Figures)
{
    private static readonly (string Name, Func<RunFigures, double?> Of)[] Compared =
    [
        ("transactions/s", run => run.TransactionsPerSecond),
        ("prepare p50 ms", run => run.Prepare.P50),
        ("commit p50 ms", run => run.Commit.P50),
        ("end to end p50 ms", run => run.EndToEnd.P50),
        ("end to end p99 ms", run => run.EndToEnd.P99),
        ("coordinator CPU us", run => run.Costs.CoordinatorCpu),
        ("participants CPU us", run => run.Costs.ParticipantsCpu),
        ("database CPU us", run => run.Costs.DatabaseCpu),
        ("allocated bytes", run => run.Costs.AllocatedBytes),
        ("GC pause share", run => run.Costs.PauseShare),
        ("longest GC pause ms", run => run.Costs.LongestPause),
        ("collections/s", run => run.Costs.CollectionsPerSecond),
        ("peak memory", run => run.PeakMemory),
    ];

    public static Comparison Of(RunFigures[] inTurn) => new(
        $"{inTurn[0].Storage}, {inTurn[0].InFlight} in flight, {inTurn[0].Size} B",
        [.. Compared
            .Select(figure => new ComparedFigure(figure.Name, Median(inTurn, 0, figure.Of), Median(inTurn, 1, figure.Of)))
            .Where(figure => figure.A > 0 || figure.B > 0)]);

    private static double Median(RunFigures[] inTurn, int variant, Func<RunFigures, double?> figure)
    {
        var values = inTurn.Where((_, place) => place % 2 == variant).Select(run => figure(run) ?? 0).Order().ToArray();
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}

/// <summary>One figure of both.</summary>
internal sealed record ComparedFigure(string Name, double A, double B)
{
    /// <summary>B to A; null when A is nothing.</summary>
    public double? Ratio => A == 0 ? null : Math.Round(B / A, 3);
}
