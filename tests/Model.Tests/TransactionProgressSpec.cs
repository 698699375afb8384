namespace Coordinator.Model.Tests;

/// <summary>Checks the events that must happen in the end when the number of faults is finite.</summary>
public sealed class TransactionProgressSpec
{
    [SpinTheory]
    [InlineData("acknowledged_is_delivered")]
    [InlineData("open_is_decided")]
    [InlineData("committed_database_is_delivered")]
    public async Task Transaction_comes_to_its_end_in_every_fair_run(string claim) =>
        await HoldsAsync(Search.Fair("transaction.pml", claim, Bounds.FairDecision), claim);

    [SpinFact]
    public async Task Acknowledged_commit_reaches_both_groups_in_every_fair_run() =>
        await HoldsAsync(
            Search.Fair("transaction.pml", "acknowledged_is_delivered", Bounds.FairWholeWay), "acknowledged_is_delivered");

    internal static async Task HoldsAsync(Search search, string claim)
    {
        var finding = await search.RunAsync();
        finding.MustBeClean();
        Assert.Equal(claim, finding.Claim);
    }
}
