using Coordinator.Bench.Comparing;

namespace Coordinator.Bench.Tests.Comparing;

public sealed class RatioEstimateSpec
{
    [Fact]
    public void An_estimate_is_the_same_every_time() =>
        Assert.Equal(
            RatioEstimate.Of(PairedValues.Pairs(1.2, 0.1)),
            RatioEstimate.Of(PairedValues.Pairs(1.2, 0.1)));

    [Fact]
    public void An_interval_without_noise_is_a_point()
    {
        var ratio = RatioEstimate.Of(PairedValues.Pairs(1.5, 0))!;
        Assert.Equal(1.5, ratio.Ratio, 9);
        Assert.Equal(1.5, ratio.Low, 9);
        Assert.Equal(1.5, ratio.High, 9);
    }

    [Fact]
    public void An_interval_holds_the_ratio_and_widens_with_noise()
    {
        var tight = RatioEstimate.Of(PairedValues.Pairs(1.2, 0.01))!;
        var wide = RatioEstimate.Of(PairedValues.Pairs(1.2, 0.1))!;
        Assert.InRange(1.2, tight.Low, tight.High);
        Assert.InRange(1.2, wide.Low, wide.High);
        Assert.True(wide.High - wide.Low > 5 * (tight.High - tight.Low));
    }

    // The 95 % interval of a mean is about 1.96 standard errors to each side.
    [Fact]
    public void A_bootstrap_interval_agrees_with_the_normal_approximation()
    {
        double[] values = [-1.5, -1.2, -0.8, -0.4, -0.1, 0.1, 0.4, 0.8, 1.2, 1.5];
        var error = Math.Sqrt(values.Sum(value => value * value) / values.Length / values.Length);
        var (low, high) = Bootstrap.IntervalOfMean(values);
        Assert.Equal(-1.96 * error, low, 0.03);
        Assert.Equal(1.96 * error, high, 0.03);
    }

    [Fact]
    public void Swapping_the_variants_inverts_the_ratio()
    {
        var there = RatioEstimate.Of(PairedValues.Pairs(1.3, 0.05))!;
        var back = RatioEstimate.Of(PairedValues.Pairs(1.3, 0.05).Select(pair => (pair.B, pair.A)))!;
        Assert.Equal(there.Ratio, 1 / back.Ratio, 9);
        Assert.Equal(there.Low, 1 / back.High, 0.01);
    }

    [Fact]
    public void A_pair_without_the_figure_is_left_out()
    {
        Assert.Equal(10, RatioEstimate.Of([(0, 5), (5, 0), .. PairedValues.Pairs(1, 0.1)])!.Count);
        Assert.Null(RatioEstimate.Of([(0, 0), (0, 3)]));
    }
}
