using Coordinator.Bench.Comparing;
using Coordinator.Bench.Pauses;
using Coordinator.Bench.Reporting;

namespace Coordinator.Bench.Tests.Comparing;

public sealed class ComparisonSpec
{
    private const string Throughput = "transactions/s";
    private const string Cpu = "coordinator CPU us";

    [Fact]
    public void Small_differences_count_for_costs_alone()
    {
        var comparison = Compared(Run(1_000, 200), Run(1_050, 190));
        Assert.Equal(ComparisonVerdict.Undecided, Figure(comparison, Throughput).Verdict);
        Assert.Equal(ComparisonVerdict.Better, Figure(comparison, Cpu).Verdict);
        Assert.Equal(ComparisonVerdict.Better, comparison.Overall);
    }

    [Fact]
    public void More_transactions_a_second_are_better() =>
        Assert.Equal(ComparisonVerdict.Better, Figure(Compared(Run(1_000, 200), Run(1_200, 200)), Throughput).Verdict);

    [Fact]
    public void A_figure_that_is_worse_decides_the_load()
    {
        var comparison = Compared(Run(1_000, 200), Run(1_200, 210));
        Assert.Equal(ComparisonVerdict.Worse, comparison.Overall);
        Assert.Equal("load: worse (worse: coordinator CPU us; better: transactions/s)", ComparisonTable.Line(comparison));
    }

    [Fact]
    public void Latencies_are_judged_without_stops_and_shown_with_them()
    {
        var comparison = Compared(Run(1_000, 200, p99: 50, p99WithoutStops: 20), Run(1_000, 200, p99: 90, p99WithoutStops: 20));
        Assert.Null(Figure(comparison, "end to end p99 ms").Verdict);
        Assert.Equal(90, Figure(comparison, "end to end p99 ms").B);
        Assert.Equal(ComparisonVerdict.Undecided, comparison.Overall);
    }

    [Fact]
    public void Few_pairs_decide_nothing()
    {
        var comparison = Compared(Run(1_000, 200), Run(2_000, 100), pairs: 9);
        Assert.Equal("load: undecided (fewer than 10 pairs)", ComparisonTable.Line(comparison));
    }

    private static ComparedFigure Figure(Comparison comparison, string name) =>
        comparison.Figures.Single(figure => figure.Name == name);

    private static Comparison Compared(RunFigures a, RunFigures b, int pairs = 10) =>
        Comparison.Of("load", [.. TurnOrder.Of(pairs).Select(variant => variant == Variant.A ? a : b)]);

    private static RunFigures Run(double perSecond, double cpu, double p99 = 20, double p99WithoutStops = 20) => new()
    {
        Storage = "Sqlite",
        InFlight = 16,
        Size = 128,
        Transactions = 10_000,
        TransactionsPerSecond = perSecond,
        DeliveriesPerSecond = perSecond,
        Prepare = Latency(5),
        Commit = Latency(5),
        EndToEnd = Latency(p99),
        WithoutStops = new LatenciesWithoutStops(Latency(5), Latency(5), Latency(p99WithoutStops), 0.01),
        Stops = new StopFigures(0, 0, 0, null, RealTime: true),
        Failed = 0,
        Duplicates = 0,
        Costs = new Costs { CoordinatorCpu = cpu },
    };

    private static Latencies Latency(double p99) => new(5, 5, p99, p99);
}
