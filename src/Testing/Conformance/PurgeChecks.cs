using Coordinator.Contracts.Checking;
using Coordinator.Participants.Fence;

namespace Coordinator.Testing.Conformance;

/// <summary>Check of a purge. A store may also delete nothing, which is the default of the interface.</summary>
internal static class PurgeChecks
{
    private const string Purge = "Purge_never_turns_a_commit_into_a_rollback";

    private static readonly TimeSpan Old = TimeSpan.FromHours(1);

    // New ids of other checks stay above the bound.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(30);

    public static IReadOnlyList<ConformanceCheck> All { get; } = [new(Purge, needsKeys: false, PurgeAsync)];

    private static async Task PurgeAsync(StoreUnderTest of)
    {
        var (final, open) = (StoreUnderTest.NewId(Old), StoreUnderTest.NewId(Old));
        try
        {
            await of.LocalAsync(final);
            await of.LocalAsync(open);
        }
        catch (TransactionPurgedException)
        {
            // The check ran with this database before, and the bound stands.
            return;
        }

        var bound = TimeProvider.System.GetUtcNow() - Margin;
        await of.Store.PurgeAsync(new FinalTransactions(of.Group, bound, [open]), TimeSpan.Zero, of.Stop);

        await of.RequireAsync(Purge, open, CheckVerdict.Committed, "The coordinator excepted it, because it may still ask for it.");
        if (await of.CheckAsync(final) is var verdict and not (CheckVerdict.Committed or CheckVerdict.Purged))
            throw new ConformanceException($"{Purge}: CheckAsync must answer Committed or Purged for a purged commit, but answered {verdict}.");
    }
}
