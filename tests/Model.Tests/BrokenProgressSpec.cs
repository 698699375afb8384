namespace Coordinator.Model.Tests;

/// <summary>Checks variants of the protocol with one thing broken that shows only because something never happens.</summary>
public sealed class BrokenProgressSpec
{
    [SpinTheory]
    [MemberData(nameof(Variants.OfRuns), MemberType = typeof(Variants))]
    public async Task Broken_variant_is_caught_in_a_run_without_end(string model, string variant, string claim, string bounds)
    {
        var finding = await Search.FairAndSoon(model, claim, [$"BROKEN_{variant}", .. BoundsOf(bounds)]).RunAsync();

        Assert.Equal(1, finding.Errors);
        Assert.Equal(claim, finding.Claim);
        Assert.True(finding.HasCycle, finding.Output);
        Assert.Contains("START OF CYCLE", finding.Trail, StringComparison.Ordinal);
    }

    private static string[] BoundsOf(string name) => name switch
    {
        nameof(Bounds.FairDecision) => Bounds.FairDecision,
        nameof(Bounds.FairWholeWay) => Bounds.FairWholeWay,
        _ => [],
    };
}
