using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;

namespace Coordinator.Participants.Tests.Fence;

/// <summary>Tests the keys of the fence on every database and at every isolation level.</summary>
internal static class KeyScenarios
{
    private static readonly BusinessKey Key = new("pay order 17") { Digest = new byte[] { 1 } };
    private static readonly ProducerGroup Group = new("orders");
    private static readonly TransactionIdSource Ids = new(TimeProvider.System);

    public static OutcomeStore Store(ServiceDatabase service, TimeSpan? keyWait = null, string group = "orders") =>
        service.Keyed(new ProducerGroup(group), keyWait ?? TimeSpan.FromSeconds(5));

    public static async Task Second_under_the_key_finds_the_winner(ServiceDatabase service)
    {
        var first = await CommitAsync(service, Key);

        var error = await Assert.ThrowsAsync<KeyAlreadyCommittedException>(() => CommitAsync(service, Key));

        Assert.Equal((Key.Value, first), (error.Key, error.Id));
        var found = await Store(service).FindKeyAsync(Key.Value);
        Assert.Equal(first, found!.Id);
        Assert.Equal([1], found.Digest!.Value.ToArray());
        Assert.Equal(1, await Store(service).CountKeysAsync());
    }

    /// <summary>The second one's snapshot is older than the first one's commit.</summary>
    public static async Task Second_that_began_before_the_first_committed_finds_the_winner(ServiceDatabase service)
    {
        await using var second = await service.BeginAsync();
        await second.ScalarAsync("SELECT count(*) FROM orders");
        var first = await CommitAsync(service, Key);

        var error = await Assert.ThrowsAsync<KeyAlreadyCommittedException>(
            () => Store(service).RecordCommittedAsync(second.Transaction, NewId(), Key));

        Assert.Equal(first, error.Id);
    }

    public static async Task Same_key_with_other_messages_is_a_conflict(ServiceDatabase service)
    {
        var first = await CommitAsync(service, Key);

        var error = await Assert.ThrowsAsync<KeyConflictException>(
            () => CommitAsync(service, Key with { Digest = new byte[] { 2 } }));

        Assert.Equal(first, error.Id);
        // Messages that are made within the local transaction are not known yet, and are not compared.
        await Assert.ThrowsAsync<KeyAlreadyCommittedException>(() => CommitAsync(service, Key with { Digest = null }));
    }

    public static async Task Failed_attempt_leaves_the_key_free(ServiceDatabase service)
    {
        await using (var failed = await service.BeginAsync())
            await Store(service).RecordCommittedAsync(failed.Transaction, NewId(), Key);
        Assert.Null(await Store(service).FindKeyAsync(Key.Value));

        var id = await CommitAsync(service, Key);

        Assert.Equal(id, (await Store(service).FindKeyAsync(Key.Value))!.Id);
    }

    public static async Task Check_of_an_attempt_leaves_the_key_free(ServiceDatabase service)
    {
        var fenced = NewId();
        Assert.Equal(CheckResult.RolledBack(), await Store(service).CheckAsync(fenced));
        await using (var late = await service.BeginAsync())
            await Assert.ThrowsAsync<TransactionFencedException>(() => Store(service).RecordCommittedAsync(late.Transaction, fenced, Key));

        await CommitAsync(service, Key);
    }

    public static async Task Keys_of_groups_are_their_own(ServiceDatabase service)
    {
        await CommitAsync(service, Key);

        await using var other = await service.BeginAsync();
        await Store(service, group: "invoices").RecordCommittedAsync(other.Transaction, NewId(), Key);
        await other.CommitAsync();

        Assert.Equal(1, await Store(service, group: "invoices").CountKeysAsync());
    }

    public static async Task Key_outlives_the_purge_until_its_own_time_is_over(ServiceDatabase service)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(await service.CountAsync(service.NowSql));
        var old = await CommitAsync(service, Key, now - TimeSpan.FromDays(30));
        var open = await CommitAsync(service, new BusinessKey("open"), now - TimeSpan.FromDays(30));
        var young = await CommitAsync(service, new BusinessKey("young"), now + TimeSpan.FromDays(1));
        var store = Store(service);
        var final = new FinalTransactions(Group, now, [open]);

        Assert.Equal(0, await store.PurgeKeysAsync(final, TimeSpan.Zero));
        Assert.Equal(0, await store.PurgeAsync(final, TimeSpan.Zero));
        Assert.Equal(0, await store.PurgeKeysAsync(final, TimeSpan.FromDays(1)));
        Assert.Equal(old, (await store.FindKeyAsync(Key.Value))!.Id);

        await service.ExecuteAsync("UPDATE coordinator_outcomes SET recorded_ms = recorded_ms - 86400001");
        Assert.Equal(1, await store.PurgeKeysAsync(final, TimeSpan.FromDays(1)));

        Assert.Null(await store.FindKeyAsync(Key.Value));
        Assert.Equal(open, (await store.FindKeyAsync("open"))!.Id);
        Assert.Equal(young, (await store.FindKeyAsync("young"))!.Id);
    }

    public static async Task Attempt_without_messages_is_remembered_as_such(ServiceDatabase service)
    {
        var id = NewId();
        await using (var local = await service.BeginAsync())
        {
            await Store(service).RecordCommittedAsync(local.Transaction, id, new BusinessKey("nothing"));
            await Store(service).RecordNoMessagesAsync(local.Transaction, id);
            await local.CommitAsync();
        }

        Assert.True((await Store(service).FindKeyAsync("nothing"))!.HasNoMessages);
    }

    /// <summary>Two senders under each key, and a check of one of them, all at once.</summary>
    public static async Task Races_commit_one_sender_of_each_key(ServiceDatabase service, int races, int lanes)
    {
        var store = Store(service);
        var winners = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, races), new ParallelOptions { MaxDegreeOfParallelism = lanes }, async (race, ct) =>
        {
            var key = new BusinessKey($"race {race}");
            var ids = new[] { NewId(), NewId() };
            var senders = ids.Select(id => Task.Run(() => TryAsync(service, store, key, id, $"race-{race}"), ct)).ToArray();
            var check = Task.Run(() => store.CheckAsync(ids[race % 2], ct), ct);
            var committed = await Task.WhenAll(senders);
            await check;
            Assert.True(committed.Count(won => won) <= 1, $"both senders of race {race} committed");
            var winner = await store.FindKeyAsync(key.Value, ct);
            Assert.Equal(committed[0] ? ids[0] : committed[1] ? ids[1] : null, winner?.Id);
            Assert.Equal(committed.Count(won => won), await service.OrdersAsync($"race-{race}"));
            foreach (var (id, won) in ids.Zip(committed))
                Assert.Equal(won ? CheckVerdict.Committed : CheckVerdict.RolledBack, (await FinalAsync(store, id)).Verdict);
            // Whoever repeats the send under the key finds the winner, or becomes it.
            await TryAsync(service, store, key, NewId(), $"race-{race}");
            Assert.Equal(1, await service.OrdersAsync($"race-{race}"));
            Interlocked.Add(ref winners, committed.Count(won => won));
        });
        Assert.InRange(winners, races / 10, races);
    }

    private static async Task<bool> TryAsync(ServiceDatabase service, OutcomeStore store, BusinessKey key, TransactionId id, string order)
    {
        await using var local = await service.BeginAsync();
        try
        {
            await store.RecordCommittedAsync(local.Transaction, id, key);
        }
        catch (Exception lost) when (lost is KeyAlreadyCommittedException or TransactionFencedException)
        {
            return false;
        }

        await local.AddOrderAsync(order);
        await local.CommitAsync();
        return true;
    }

    private static async Task<CheckResult> FinalAsync(OutcomeStore store, TransactionId id)
    {
        while (true)
        {
            var result = await store.CheckAsync(id);
            if (result.Verdict is not CheckVerdict.InProgress)
                return result;
        }
    }

    private static async Task<TransactionId> CommitAsync(ServiceDatabase service, BusinessKey key, DateTimeOffset? idTime = null)
    {
        var id = NewId(idTime);
        await using var local = await service.BeginAsync();
        await Store(service).RecordCommittedAsync(local.Transaction, id, key);
        await local.CommitAsync();
        return id;
    }

    private static TransactionId NewId(DateTimeOffset? time = null) =>
        time is { } at ? TransactionId.FromGuid(Guid.CreateVersion7(at)) : Ids.Next();
}
