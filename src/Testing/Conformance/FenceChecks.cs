using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Participants.Fence;

namespace Coordinator.Testing.Conformance;

/// <summary>Checks of a local transaction and of the coordinator's check, one after the other.</summary>
internal static class FenceChecks
{
    private const string Committed = "Committed_local_transaction_is_committed_for_every_check";
    private const string First = "Check_that_comes_first_fences_the_local_transaction";
    private const string RolledBack = "Local_transaction_that_rolled_back_leaves_no_row";
    private const string Lost = "Lost_connection_leaves_no_row";
    private const string Twice = "Second_local_transaction_under_an_id_is_refused";
    private const string Open = "Check_does_not_decide_against_an_open_local_transaction";
    private const string Tables = "Tables_can_be_ensured_again";

    public static IReadOnlyList<ConformanceCheck> All { get; } =
    [
        new(Tables, needsKeys: false, async of => await of.Store.EnsureTablesAsync(of.Stop)),
        new(Committed, needsKeys: false, async of =>
        {
            var id = StoreUnderTest.NewId();
            await of.LocalAsync(id);
            await of.RequireAsync(Committed, id, CheckVerdict.Committed, "Otherwise the messages of a committed change would be dropped.");
            await of.RequireAsync(Committed, id, CheckVerdict.Committed, "The first outcome stands for ever.");
        }),
        new(First, needsKeys: false, async of =>
        {
            var id = StoreUnderTest.NewId();
            await of.RequireAsync(First, id, CheckVerdict.RolledBack, "Without a row the check must write one, and say so.");
            await of.RequireRefusedAsync<TransactionFencedException>(First, id, "The coordinator has dropped the messages already.");
            await of.RequireAsync(First, id, CheckVerdict.RolledBack, "The first outcome stands for ever.");
        }),
        new(RolledBack, needsKeys: false, async of =>
        {
            var id = StoreUnderTest.NewId();
            await of.LocalAsync(id, commits: false);
            await of.RequireAsync(RolledBack, id, CheckVerdict.RolledBack, "The row must be part of the database transaction of the business change.");
        }),
        new(Lost, needsKeys: false, async of =>
        {
            var id = StoreUnderTest.NewId();
            await using (var connection = await of.Store.OpenConnectionAsync(of.Stop))
            {
                await of.Store.RecordCommittedAsync(await connection.BeginTransactionAsync(of.Stop), id, of.Stop);
                await connection.CloseAsync();
            }

            await of.RequireAsync(Lost, id, CheckVerdict.RolledBack, "A row that outlives its connection would commit messages without a change.");
        }),
        new(Twice, needsKeys: false, async of =>
        {
            var id = StoreUnderTest.NewId();
            await of.LocalAsync(id);
            await of.RequireRefusedAsync<TransactionAlreadyCommittedException>(Twice, id, "The business change would be made twice.");
        }),
        new(Open, needsKeys: false, async of =>
        {
            var id = StoreUnderTest.NewId();
            await of.LocalAsync(id, more: async _ => await RequireUndecidedAsync(of, id));
            await of.RequireAsync(Open, id, CheckVerdict.Committed, "The local transaction has committed after the check.");
        }),
    ];

    private static async Task RequireUndecidedAsync(StoreUnderTest of, TransactionId id)
    {
        try
        {
            if (await of.CheckAsync(id) is var verdict and (CheckVerdict.Committed or CheckVerdict.RolledBack or CheckVerdict.Purged))
                throw new ConformanceException($"{Open}: CheckAsync must answer InProgress or fail, but answered {verdict}. A slow local transaction may still commit.");
        }
        catch (DbException)
        {
            // The coordinator asks again later.
        }
    }
}
