using Coordinator.Bench.Comparing;

namespace Coordinator.Bench.Tests.Comparing;

public sealed class JudgeSpec
{
    private const double AnyDifference = 0;
    private const double TenPercent = 0.1;
    private const double SmallNoise = 0.01;

    [Theory]
    [InlineData(0)]
    [InlineData(SmallNoise)]
    public void Equal_variants_are_undecided(double noise)
    {
        Assert.Equal(ComparisonVerdict.Undecided, Judged(1, noise, Direction.LowerIsBetter, AnyDifference));
        Assert.Equal(ComparisonVerdict.Undecided, Judged(1, noise, Direction.HigherIsBetter, TenPercent));
    }

    [Fact]
    public void A_cost_that_rises_by_20_percent_is_worse() =>
        Assert.Equal(ComparisonVerdict.Worse, Judged(1.2, SmallNoise, Direction.LowerIsBetter, AnyDifference));

    [Theory]
    [InlineData(1.2, ComparisonVerdict.Better)]
    [InlineData(0.8, ComparisonVerdict.Worse)]
    public void A_throughput_is_judged_in_its_own_direction(double ratio, object verdict) =>
        Assert.Equal(verdict, Judged(ratio, SmallNoise, Direction.HigherIsBetter, TenPercent));

    [Theory]
    [InlineData(1.2, ComparisonVerdict.Worse)]
    [InlineData(0.8, ComparisonVerdict.Better)]
    public void A_latency_is_judged_in_its_own_direction(double ratio, object verdict) =>
        Assert.Equal(verdict, Judged(ratio, SmallNoise, Direction.LowerIsBetter, TenPercent));

    [Fact]
    public void Three_percent_are_decided_for_a_cost_and_not_for_a_throughput()
    {
        Assert.Equal(ComparisonVerdict.Better, Judged(0.97, 0.002, Direction.LowerIsBetter, AnyDifference));
        Assert.Equal(ComparisonVerdict.Undecided, Judged(1.03, 0.002, Direction.HigherIsBetter, TenPercent));
    }

    [Fact]
    public void Fewer_than_ten_pairs_are_undecided() =>
        Assert.Equal(
            ComparisonVerdict.Undecided,
            Judge.Of(
                RatioEstimate.Of(PairedValues.Pairs(2, SmallNoise, count: 9)),
                RatioEstimate.Of(PairedValues.Controls(SmallNoise)),
                Direction.LowerIsBetter,
                AnyDifference));

    [Fact]
    public void A_comparison_without_control_is_undecided() =>
        Assert.Equal(
            ComparisonVerdict.Undecided,
            Judge.Of(RatioEstimate.Of(PairedValues.Pairs(2, SmallNoise)), null, Direction.LowerIsBetter, AnyDifference));

    [Fact]
    public void A_difference_within_the_span_of_the_control_is_undecided() =>
        Assert.Equal(
            ComparisonVerdict.Undecided,
            Judge.Of(
                RatioEstimate.Of(PairedValues.Pairs(1.2, SmallNoise)),
                new RatioEstimate(1.1, 0.95, 1.3, 9),
                Direction.LowerIsBetter,
                AnyDifference));

    [Fact]
    public void A_difference_beyond_a_control_that_drifts_the_other_way_is_decided() =>
        Assert.Equal(
            ComparisonVerdict.Worse,
            Judge.Of(
                RatioEstimate.Of(PairedValues.Pairs(1.2, SmallNoise)),
                new RatioEstimate(0.8, 0.7, 0.9, 9),
                Direction.LowerIsBetter,
                AnyDifference));

    [Fact]
    public void A_load_is_worse_when_one_figure_is()
    {
        Assert.Equal(
            ComparisonVerdict.Worse,
            Judge.Overall([ComparisonVerdict.Better, ComparisonVerdict.Worse, ComparisonVerdict.Undecided]));
        Assert.Equal(ComparisonVerdict.Better, Judge.Overall([ComparisonVerdict.Undecided, ComparisonVerdict.Better]));
        Assert.Equal(ComparisonVerdict.Undecided, Judge.Overall([ComparisonVerdict.Undecided]));
        Assert.Equal(ComparisonVerdict.Undecided, Judge.Overall([]));
    }

    private static ComparisonVerdict Judged(double ratio, double noise, Direction direction, double leastDifference) => Judge.Of(
        RatioEstimate.Of(PairedValues.Pairs(ratio, noise)),
        RatioEstimate.Of(PairedValues.Controls(noise)),
        direction,
        leastDifference);
}
