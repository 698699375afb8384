using Coordinator.Bench.Comparing;

namespace Coordinator.Bench.Tests.Comparing;

public sealed class TurnOrderSpec
{
    [Fact]
    public void Pairs_alternate_their_order() =>
        Assert.Equal("ABBAABBA", string.Concat(TurnOrder.Of(4)));

    [Fact]
    public void Runs_find_their_pair_and_their_variant() =>
        Assert.Equal([("A0", "B1"), ("A3", "B2"), ("A4", "B5")], TurnOrder.Pairs(Runs(3)));

    [Fact]
    public void Controls_are_neighbours_of_the_same_variant() =>
        Assert.Equal([("B1", "B2"), ("A3", "A4")], TurnOrder.Controls(Runs(3)));

    [Fact]
    public void One_pair_has_no_control() => Assert.Empty(TurnOrder.Controls(Runs(1)));

    [Fact]
    public void A_steady_drift_cancels()
    {
        double[] values = [.. Enumerable.Range(0, 20).Select(run => 100 * Math.Pow(1.02, run))];
        Assert.Equal(1, RatioEstimate.Of(TurnOrder.Pairs(values))!.Ratio, 9);
        Assert.Equal(1.02, RatioEstimate.Of(TurnOrder.Controls(values))!.Ratio, 9);
    }

    private static string[] Runs(int pairs) => [.. TurnOrder.Of(pairs).Select((variant, run) => $"{variant}{run}")];
}
