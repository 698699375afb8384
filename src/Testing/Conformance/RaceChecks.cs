using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Participants.Fence;

namespace Coordinator.Testing.Conformance;

/// <summary>Checks of local transactions and checks that come at the same time.</summary>
internal static class RaceChecks
{
    private const string Check = "Local_transaction_and_check_at_once_agree";
    private const string Senders = "Of_two_local_transactions_at_once_under_an_id_one_commits";
    private const int Rounds = 40;

    public static IReadOnlyList<ConformanceCheck> All { get; } =
    [
        new(Check, needsKeys: false, RaceWithCheckAsync),
        new(Senders, needsKeys: false, RaceOfSendersAsync),
    ];

    private static async Task RaceWithCheckAsync(StoreUnderTest of)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var id = StoreUnderTest.NewId();
            var local = CommitsAsync(of, id);
            var check = VerdictAsync(of, id);
            var (committed, verdict, final) = (await local, await check, await of.CheckAsync(id));
            if (final is CheckVerdict.InProgress || committed != (final is CheckVerdict.Committed))
                throw new ConformanceException($"{Check}: the local transaction {Text(committed)}, but afterwards CheckAsync answered {final}.");
            if (verdict is CheckVerdict.Committed or CheckVerdict.RolledBack && verdict != final)
                throw new ConformanceException($"{Check}: a check beside the local transaction answered {verdict}, and a later one {final}. The first outcome must stand.");
        }
    }

    private static async Task RaceOfSendersAsync(StoreUnderTest of)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var id = StoreUnderTest.NewId();
            var committed = await Task.WhenAll(CommitsAsync(of, id), CommitsAsync(of, id));
            if (committed is [true, true])
                throw new ConformanceException($"{Senders}: both committed. The business change was made twice.");
            var final = await of.CheckAsync(id);
            if (committed.Contains(true) != (final is CheckVerdict.Committed))
                throw new ConformanceException($"{Senders}: one local transaction {Text(committed.Contains(true))}, but afterwards CheckAsync answered {final}.");
        }
    }

    /// <summary>Runs a local transaction on another thread. Returns false when it was refused or failed before its COMMIT.</summary>
    public static async Task<bool> CommitsAsync(StoreUnderTest of, TransactionId id, BusinessKey? key = null)
    {
        // Some databases block the thread while they wait.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await of.LocalAsync(id, key);
            return true;
        }
        catch (Exception lost) when (lost is DbException or TransactionFencedException or TransactionAlreadyCommittedException
            or KeyAlreadyCommittedException or KeyBusyException)
        {
            return false;
        }
    }

    private static async Task<CheckVerdict> VerdictAsync(StoreUnderTest of, TransactionId id)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            return await of.CheckAsync(id);
        }
        catch (DbException)
        {
            return CheckVerdict.Failed;
        }
    }

    private static string Text(bool committed) => committed ? "committed" : "was refused";
}
