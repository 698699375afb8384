namespace Coordinator.Model.Tests;

/// <summary>Checks the protocol of a transaction, without broken parts.</summary>
public sealed class TransactionModelSpec
{
    [SpinFact]
    public async Task Decision_agrees_with_the_database_in_every_state() =>
        (await Search.Everywhere("transaction.pml", Bounds.Decision).RunAsync()).MustBeClean();

    [SpinFact]
    public async Task Other_messages_under_the_same_id_are_never_taken_for_ours_in_any_state() =>
        (await Search.Everywhere("transaction.pml", Bounds.Conflict).RunAsync()).MustBeClean();

    [SpinFact]
    public async Task Only_what_is_committed_is_delivered_in_every_state() =>
        (await Search.Everywhere("transaction.pml", Bounds.WholeWay).RunAsync()).MustBeClean();
}
