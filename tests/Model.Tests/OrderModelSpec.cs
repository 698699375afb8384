namespace Coordinator.Model.Tests;

/// <summary>Checks order by key, retry and progress of one group in one queue, without broken parts.</summary>
public sealed class OrderModelSpec
{
    [SpinFact]
    public async Task Keys_are_delivered_in_their_order_in_every_state() =>
        (await Search.Everywhere("order.pml").RunAsync()).MustBeClean();

    [SpinTheory]
    [InlineData("other_keys_flow")]
    [InlineData("all_are_settled")]
    public async Task Messages_come_to_their_end_in_every_fair_run(string claim) =>
        await TransactionProgressSpec.HoldsAsync(Search.Fair("order.pml", claim), claim);
}
