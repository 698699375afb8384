using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Participants.Fence;

namespace Coordinator.Testing.Conformance;

/// <summary>Checks of keys.</summary>
internal static class KeyChecks
{
    private const string Taken = "Key_of_a_committed_local_transaction_is_taken";
    private const string Conflict = "Same_key_with_other_messages_is_a_conflict";
    private const string Free = "Key_of_a_failed_attempt_is_free";
    private const string Fenced = "Key_of_a_fenced_attempt_is_free";
    private const string Empty = "Key_without_messages_says_so";
    private const string Race = "Of_two_local_transactions_at_once_under_a_key_one_commits";
    private const string Counted = "Keys_are_counted";
    private const int DigestBytes = 32;
    private const int Rounds = 40;

    public static IReadOnlyList<ConformanceCheck> All { get; } =
    [
        new(Taken, needsKeys: true, TakenAsync),
        new(Conflict, needsKeys: true, async of =>
        {
            var key = StoreUnderTest.NewKey();
            await of.LocalAsync(StoreUnderTest.NewId(), KeyOf(key, messages: 1));
            await of.RequireRefusedAsync<KeyConflictException>(
                Conflict, StoreUnderTest.NewId(), "The caller uses the key for two things, and must hear of it.", KeyOf(key, messages: 2));
        }),
        new(Free, needsKeys: true, async of =>
        {
            var (failed, second, key) = (StoreUnderTest.NewId(), StoreUnderTest.NewId(), StoreUnderTest.NewKey());
            await of.LocalAsync(failed, KeyOf(key), commits: false);
            await RequireWinnerAsync(of, Free, key, winner: null);
            await of.LocalAsync(second, KeyOf(key));
            await RequireWinnerAsync(of, Free, key, second);
        }),
        new(Fenced, needsKeys: true, async of =>
        {
            var (fenced, second, key) = (StoreUnderTest.NewId(), StoreUnderTest.NewId(), StoreUnderTest.NewKey());
            await of.RequireAsync(Fenced, fenced, CheckVerdict.RolledBack, "Without a row the check must write one.");
            await of.RequireRefusedAsync<TransactionFencedException>(Fenced, fenced, "A key does not lift the fence.", KeyOf(key));
            await of.LocalAsync(second, KeyOf(key));
            await RequireWinnerAsync(of, Fenced, key, second);
        }),
        new(Empty, needsKeys: true, async of =>
        {
            var (id, key) = (StoreUnderTest.NewId(), StoreUnderTest.NewKey());
            await of.LocalAsync(id, new BusinessKey(key), more: transaction => of.Keyed.RecordNoMessagesAsync(transaction, id, of.Stop));
            if (await of.Keyed.FindKeyAsync(key, of.Stop) is not { Digest: { Length: 0 } } found)
                throw new ConformanceException($"{Empty}: FindKeyAsync must return a digest of no bytes after RecordNoMessagesAsync. A repetition would commit what the coordinator does not know.");
            else if (found.Id != id)
                throw new ConformanceException($"{Empty}: FindKeyAsync must return {id}, but returned {found.Id}.");
        }),
        new(Race, needsKeys: true, RaceAsync),
        new(Counted, needsKeys: true, async of =>
        {
            var before = await of.Keyed.CountKeysAsync(of.Stop);
            await of.LocalAsync(StoreUnderTest.NewId(), KeyOf(StoreUnderTest.NewKey()));
            await of.LocalAsync(StoreUnderTest.NewId());
            if (await of.Keyed.CountKeysAsync(of.Stop) is var now && now != before + 1)
                throw new ConformanceException($"{Counted}: CountKeysAsync must rise by 1 with one new key, but rose by {now - before}.");
        }),
    ];

    private static async Task TakenAsync(StoreUnderTest of)
    {
        var (first, key) = (StoreUnderTest.NewId(), StoreUnderTest.NewKey());
        await of.LocalAsync(first, KeyOf(key));
        var second = StoreUnderTest.NewId();
        await of.RequireRefusedAsync<KeyAlreadyCommittedException>(Taken, second, "The business change would be made twice.", KeyOf(key));
        await RequireWinnerAsync(of, Taken, key, first);
        await of.RequireAsync(Taken, first, CheckVerdict.Committed, "The row of the key is an outcome like any other.");
        await of.RequireAsync(Taken, second, CheckVerdict.RolledBack, "The second attempt has no row.");
    }

    private static async Task RaceAsync(StoreUnderTest of)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (one, other, key) = (StoreUnderTest.NewId(), StoreUnderTest.NewId(), StoreUnderTest.NewKey());
            var committed = await Task.WhenAll(RaceChecks.CommitsAsync(of, one, KeyOf(key)), RaceChecks.CommitsAsync(of, other, KeyOf(key)));
            if (committed is [true, true])
                throw new ConformanceException($"{Race}: both committed. The business change was made twice.");
            await RequireWinnerAsync(of, Race, key, committed[0] ? one : committed[1] ? other : null);
        }
    }

    private static async Task RequireWinnerAsync(StoreUnderTest of, string check, string key, TransactionId? winner)
    {
        if (await of.Keyed.FindKeyAsync(key, of.Stop) is var found && found?.Id != winner)
            throw new ConformanceException($"{check}: FindKeyAsync must return {winner?.Value ?? "nothing"}, but returned {found?.Id.Value ?? "nothing"}.");
    }

    private static BusinessKey KeyOf(string key, byte messages = 1) => new(key) { Digest = Enumerable.Repeat(messages, DigestBytes).ToArray() };
}
