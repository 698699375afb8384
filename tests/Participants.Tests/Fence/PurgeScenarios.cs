using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Tests.Fence;

/// <summary>Tests the purge of outcomes on every database and at every isolation level.</summary>
internal static class PurgeScenarios
{
    public static async Task Outcomes_below_the_bound_are_deleted_and_nothing_else(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        var (old, excepted, young, own) = (IdAt(1), IdAt(2), IdAt(4), new TransactionId("0000-order-17"));
        var ofAnotherGroup = IdAt(1, "beef");
        foreach (var id in (TransactionId[])[old, excepted, young, own])
            await CommitAsync(service, OutcomesOf(service), id);
        await CommitAsync(service, OutcomesOf(service, "billing"), ofAnotherGroup);

        Assert.Equal(1, await OutcomesOf(service).PurgeAsync(Final(3, excepted), TimeSpan.Zero));

        foreach (var kept in (TransactionId[])[excepted, young, own, ofAnotherGroup])
            Assert.Equal(CheckResult.Committed(), await OutcomesOf(service).CheckAsync(kept));
        Assert.Equal(4L, await service.CountAsync("SELECT count(*) FROM coordinator_outcomes"));
        Assert.Equal(0, await OutcomesOf(service).PurgeAsync(Final(3, excepted), TimeSpan.Zero));
        Assert.Equal(1, await OutcomesOf(service).PurgeAsync(Final(3), TimeSpan.Zero));
    }

    /// <summary>The store goes on where it was, and what it has passed goes when it is not excepted any more, or is old enough.</summary>
    public static async Task Outcome_goes_when_it_is_not_excepted_any_more(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        var store = OutcomesOf(service);
        foreach (var number in (int[])[1, 2, 4, 5])
            await CommitAsync(service, store, IdAt(number));

        Assert.Equal(1, await store.PurgeAsync(Final(3, IdAt(2)), TimeSpan.Zero));
        Assert.Equal(1, await store.PurgeAsync(Final(5, IdAt(2)), TimeSpan.Zero));
        Assert.Equal(1, await store.PurgeAsync(Final(5), TimeSpan.Zero));
        Assert.Equal(0, await store.PurgeAsync(Final(6), TimeSpan.FromHours(1)));
        Assert.Equal(1, await store.PurgeAsync(Final(6), TimeSpan.Zero));
    }

    /// <summary>Its producer died between the prepare and the fence row. A check after the purge must still decide it.</summary>
    public static async Task Excepted_transaction_without_an_outcome_is_fenced_before_the_bound_passes_it(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        Assert.Equal(0, await OutcomesOf(service).PurgeAsync(Final(3, IdAt(1)), TimeSpan.Zero));
        Assert.Equal(CheckResult.RolledBack(), await OutcomesOf(service).CheckAsync(IdAt(1)));
        Assert.Equal(CheckResult.Purged(), await OutcomesOf(service).CheckAsync(IdAt(2)));
    }

    public static async Task Bound_stays_behind_an_excepted_transaction_that_is_open(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        await CommitAsync(service, OutcomesOf(service), IdAt(1));
        await using (var open = await service.BeginAsync())
        {
            await OutcomesOf(service).RecordCommittedAsync(open.Transaction, IdAt(2));
            if (service.Dialect == SqlDialect.PostgreSql)
                Assert.Equal(1, await OutcomesOf(service).PurgeAsync(Final(5, IdAt(2)), TimeSpan.Zero));
            await open.CommitAsync();
        }

        Assert.Equal(CheckResult.Committed(), await OutcomesOf(service).CheckAsync(IdAt(2)));
        Assert.Equal(CheckResult.RolledBack(), await OutcomesOf(service).CheckAsync(IdAt(4)));
    }

    /// <summary>A coordinator whose clock is a year ahead must not make the service refuse every transaction for a year.</summary>
    public static async Task Bound_is_never_above_the_clock_of_the_database(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        var (before, group) = (TimeProvider.System.GetUtcNow(), new ProducerGroup("orders"));
        await OutcomesOf(service).PurgeAsync(new FinalTransactions(group, before.AddYears(1), []), TimeSpan.Zero);
        var later = TransactionId.FromGuid(Guid.CreateVersion7(TimeProvider.System.GetUtcNow().AddMinutes(1)));
        await CommitAsync(service, OutcomesOf(service), later);
        Assert.Equal(CheckResult.Committed(), await OutcomesOf(service).CheckAsync(later));
    }

    public static async Task Store_of_another_group_purges_nothing(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        await CommitAsync(service, OutcomesOf(service), IdAt(1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => OutcomesOf(service, "billing").PurgeAsync(Final(3), TimeSpan.Zero));
        await Assert.ThrowsAsync<InvalidOperationException>(() => service.Outcomes().PurgeAsync(Final(3), TimeSpan.Zero));
        Assert.Equal(CheckResult.Committed(), await OutcomesOf(service).CheckAsync(IdAt(1)));
    }

    /// <summary>Rows of libraries that recorded no group may belong to any.</summary>
    public static async Task Outcome_without_a_group_stays(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        await CommitAsync(service, service.Outcomes(), IdAt(1));
        Assert.Equal(0, await OutcomesOf(service).PurgeAsync(Final(3), TimeSpan.Zero));
        Assert.Equal(CheckResult.Committed(), await OutcomesOf(service).CheckAsync(IdAt(1)));
    }

    public static async Task Outcome_stays_for_as_long_as_the_service_wants_it(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        await CommitAsync(service, OutcomesOf(service), IdAt(1));
        Assert.Equal(0, await OutcomesOf(service).PurgeAsync(Final(3), TimeSpan.FromHours(1)));
        Assert.Equal(CheckResult.Committed(), await OutcomesOf(service).CheckAsync(IdAt(1)));
        Assert.Equal(1, await OutcomesOf(service).PurgeAsync(Final(3), TimeSpan.Zero));
    }

    public static async Task Many_outcomes_are_deleted_in_batches(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        await service.ExecuteAsync(string.Join(';', Enumerable.Range(0, 2_500).Select(number =>
            $"INSERT INTO coordinator_outcomes (transaction_id, outcome, producer_group, recorded_ms) VALUES ('{IdAt(number)}', 'committed', 'orders', 1)")));
        Assert.Equal(2_400, await OutcomesOf(service).PurgeAsync(Final(2_400), TimeSpan.Zero));
        Assert.Equal(100L, await service.CountAsync("SELECT count(*) FROM coordinator_outcomes"));
    }

    public static async Task Bound_is_never_lowered(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        await OutcomesOf(service).PurgeAsync(Final(5), TimeSpan.Zero);
        await OutcomesOf(service).PurgeAsync(Final(3), TimeSpan.Zero);
        Assert.Equal(CheckResult.Purged(), await OutcomesOf(service).CheckAsync(IdAt(4)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => OutcomesOf(service).PurgeAsync(Final(5), TimeSpan.FromSeconds(-1)));
    }

    /// <summary>A check of a transaction that was committed, and whose outcome is purged, must not fence it.</summary>
    public static async Task Late_check_of_a_purged_commit_writes_nothing(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        await CommitAsync(service, OutcomesOf(service), IdAt(1));
        await OutcomesOf(service).PurgeAsync(Final(3), TimeSpan.Zero);

        for (var time = 0; time < 2; time++)
            Assert.Equal(CheckResult.Purged(), await OutcomesOf(service).CheckAsync(IdAt(1)));

        Assert.Equal(0L, await service.CountAsync("SELECT count(*) FROM coordinator_outcomes"));
        Assert.Equal(CheckResult.RolledBack(), await OutcomesOf(service).CheckAsync(new TransactionId("0000-order-17")));
        Assert.Equal(CheckResult.RolledBack(), await OutcomesOf(service).CheckAsync(IdAt(3)));
    }

    /// <summary>A local transaction is paused for a week. Meanwhile it is rolled back by a check, and its outcome is purged.</summary>
    /// <param name="service">The service.</param>
    /// <param name="reads">True when it has read before the pause, so that it has a snapshot where the isolation level gives one.</param>
    /// <param name="hadBound">True when the group has purged before, so that its bound changes and is not made.</param>
    public static async Task Paused_local_transaction_does_not_commit_after_the_purge(ServiceDatabase service, bool reads, bool hadBound)
    {
        await service.CreateTablesAsync();
        if (hadBound)
            await OutcomesOf(service).PurgeAsync(Final(0), TimeSpan.Zero);
        await using (var paused = await service.BeginAsync())
        {
            if (reads)
                await paused.ScalarAsync("SELECT count(*) FROM orders");
            Assert.Equal(CheckResult.RolledBack(), await OutcomesOf(service).CheckAsync(IdAt(1)));
            Assert.Equal(1, await OutcomesOf(service).PurgeAsync(Final(3), TimeSpan.Zero));
            await Assert.ThrowsAsync<TransactionPurgedException>(() => OutcomesOf(service).RecordCommittedAsync(paused.Transaction, IdAt(1)));
        }

        Assert.Equal(0L, await service.CountAsync("SELECT count(*) FROM coordinator_outcomes"));
    }

    /// <summary>
    /// Races of a local transaction with a check and the purge of its answer. Whatever the scheduler does, what a check has rolled back does
    /// not commit, and what is committed is not rolled back by a later check.
    /// </summary>
    public static async Task Races_of_a_purge_change_no_outcome(ServiceDatabase service, int races)
    {
        await service.CreateTablesAsync();
        var random = new Random(15);
        var (rolledBack, committed) = (0, 0);
        for (var race = 1; race <= races; race++)
        {
            var (id, spins) = (IdAt(race), (random.Next(20_000), random.Next(20_000), random.Next(20_000)));
            var local = Task.Run(() => LocalAsync(service, id, spins.Item1, spins.Item2));
            var answer = await Task.Run(() => CheckAndPurgeAsync(service, id, race + 1, spins.Item3));
            var commits = await local;

            Assert.False(answer.Verdict is CheckVerdict.RolledBack && commits, $"race {race}: rolled back by a check, and committed");
            Assert.False(answer.Verdict is CheckVerdict.Committed && !commits, $"race {race}: committed by a check, and rolled back");
            Assert.Equal(commits ? 1 : 0, await service.OrdersAsync(id.Value));
            await OutcomesOf(service).PurgeAsync(Final(race + 1), TimeSpan.Zero);
            Assert.Equal(CheckResult.Purged(), await OutcomesOf(service).CheckAsync(id));
            (rolledBack, committed) = commits ? (rolledBack, committed + 1) : (rolledBack + 1, committed);
        }

        Assert.True(rolledBack > 0 && committed > 0, $"{rolledBack} rolled back, {committed} committed: this was no race");
    }

    private static async Task<bool> LocalAsync(ServiceDatabase service, TransactionId id, int beforeBegin, int beforeRecord)
    {
        Thread.SpinWait(beforeBegin);
        await using var local = await service.BeginAsync();
        Thread.SpinWait(beforeRecord);
        try
        {
            await OutcomesOf(service).RecordCommittedAsync(local.Transaction, id);
            await local.AddOrderAsync(id.Value);
            await local.CommitAsync();
            return true;
        }
        catch (Exception refused) when (refused is TransactionFencedException or TransactionPurgedException or DbException)
        {
            return false;
        }
    }

    // The coordinator calls a transaction final when it has the answer, and never while it is in progress.
    private static async Task<CheckResult> CheckAndPurgeAsync(ServiceDatabase service, TransactionId id, int before, int spin)
    {
        Thread.SpinWait(spin);
        var answer = await OutcomesOf(service).CheckAsync(id);
        if (answer.Verdict is CheckVerdict.Committed or CheckVerdict.RolledBack)
            await OutcomesOf(service).PurgeAsync(Final(before), TimeSpan.Zero);
        return answer;
    }

    private static async Task CommitAsync(ServiceDatabase service, OutcomeStore outcomes, TransactionId id)
    {
        await using var local = await service.BeginAsync();
        await outcomes.RecordCommittedAsync(local.Transaction, id);
        await local.CommitAsync();
    }

    private static OutcomeStore OutcomesOf(ServiceDatabase service, string group = "orders") =>
        new(service.Dialect, service.Connect) { ProducerGroup = new ProducerGroup(group) };

    private static FinalTransactions Final(int before, params TransactionId[] except) => new(new ProducerGroup("orders"), TimeAt(before), except);

    private static DateTimeOffset TimeAt(int number) => DateTimeOffset.FromUnixTimeMilliseconds(0x019900000000 + number);

    private static TransactionId IdAt(int number, string end = "dead") => new($"{0x019900000000 + number:x12}700080000000{end.PadLeft(8, '0')}");
}
