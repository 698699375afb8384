using Coordinator.Persistence.GroupCommit;
using Coordinator.Testing;

namespace Coordinator.Tests.Persistence.GroupCommit;

/// <summary>Tests that the database itself refuses events of expired ids, and deletes transactions whole or not at all, on both engines.</summary>
[Trait("race", "39")]
public sealed class ExpirySpec
{
    private static readonly DateTimeOffset Start = ExpiryStore.Start;
    private static readonly DateTimeOffset Bound = Start.AddDays(5);

    [Fact]
    public Task Bound_is_never_lowered_on_Sqlite() => StoresOfOneDatabase.OnSqliteAsync(NeverLowered);

    [PostgresFact]
    public Task Bound_is_never_lowered_on_PostgreSQL() => StoresOfOneDatabase.OnPostgreSqlAsync(NeverLowered);

    [PostgresFact]
    public Task Bound_stays_behind_the_clock_of_the_database() => StoresOfOneDatabase.OnPostgreSqlAsync(async stores =>
    {
        // The clock of the node is a year ahead.
        var inForce = await stores[0].RaiseAsync(TimeProvider.System.GetUtcNow().AddYears(1) - ExpiryStore.Retention);

        Assert.InRange(DateTimeOffset.FromUnixTimeMilliseconds(inForce), TimeProvider.System.GetUtcNow().AddDays(-4), TimeProvider.System.GetUtcNow().AddDays(-2));
    });

    [Fact]
    public Task Expired_id_takes_no_event_on_Sqlite() => StoresOfOneDatabase.OnSqliteAsync(TakesNoEvent);

    [PostgresFact]
    public Task Expired_id_takes_no_event_on_PostgreSQL() => StoresOfOneDatabase.OnPostgreSqlAsync(TakesNoEvent);

    [Fact]
    public Task Expired_id_with_events_goes_on_on_Sqlite() => StoresOfOneDatabase.OnSqliteAsync(GoesOn);

    [PostgresFact]
    public Task Expired_id_with_events_goes_on_on_PostgreSQL() => StoresOfOneDatabase.OnPostgreSqlAsync(GoesOn);

    [Fact]
    public Task Companion_of_an_expired_id_is_refused_with_its_entries_on_Sqlite() => StoresOfOneDatabase.OnSqliteAsync(CompanionIsRefused);

    [PostgresFact]
    public Task Companion_of_an_expired_id_is_refused_with_its_entries_on_PostgreSQL() => StoresOfOneDatabase.OnPostgreSqlAsync(CompanionIsRefused);

    [Fact]
    public Task Only_final_transactions_below_the_bound_go_on_Sqlite() => StoresOfOneDatabase.OnSqliteAsync(OnlyFinalGo);

    [PostgresFact]
    public Task Only_final_transactions_below_the_bound_go_on_PostgreSQL() => StoresOfOneDatabase.OnPostgreSqlAsync(OnlyFinalGo);

    private static async Task NeverLowered(IEventStore[] stores)
    {
        var bound = Bound.ToUnixTimeMilliseconds();
        Assert.Equal(0, (await stores[1].BoundsAsync("t-any")).ExpiresBefore);

        Assert.Equal(bound, await stores[0].RaiseAsync(Bound));
        Assert.Equal(bound, await stores[1].RaiseAsync(Bound.AddDays(-1)));

        Assert.Equal(bound, (await stores[1].BoundsAsync("t-any")).ExpiresBefore);
    }

    private static async Task TakesNoEvent(IEventStore[] stores)
    {
        var (expired, fresh) = (ExpiryStore.Id(Bound.AddMilliseconds(-1)), ExpiryStore.Id(Bound));
        var future = ExpiryStore.Id(TimeProvider.System.GetUtcNow().AddYears(10));
        await stores[0].RaiseAsync(Bound);

        // The group is that of the other node, which has never heard of the bound. The others of the group are stored.
        Assert.Equal(
            [true, false, true, true, true, true],
            await stores[1].WriteGroupAsync(
                [ExpiryStore.Row(fresh, 1)], [ExpiryStore.Row(expired, 1)], [ExpiryStore.Row(future, 1)], [ExpiryStore.Row("t-000-own-id", 1)],
                [ExpiryStore.Row("q-orders/0", 1)], [ExpiryStore.Row("t-order-17", 1)]));

        // A copy of the entity that is behind by the whole retention has no first event to go on from.
        Assert.False(await stores[1].WriteAsync(ExpiryStore.Row(expired, 2, "tm")));
        Assert.False(await stores[1].WriteAsync(ExpiryStore.Row(expired, 2, "tk"), ExpiryStore.Row(expired, 3, "tq")));
        Assert.Equal(0, (await stores[0].BoundsAsync(expired)).Highest);
        Assert.Equal([1], await stores[0].NumbersAsync(fresh));
    }

    private static async Task GoesOn(IEventStore[] stores)
    {
        var id = ExpiryStore.Id(Start);
        Assert.True(await stores[0].WriteAsync(ExpiryStore.Row(id, 1)));
        await stores[0].RaiseAsync(Bound);

        Assert.True(await stores[1].WriteAsync(ExpiryStore.Row(id, 2, "tk"), ExpiryStore.Row(id, 3, "tq")));
        Assert.False(await stores[0].WriteAsync(ExpiryStore.Row(id, 1)));
        Assert.False(await stores[0].WriteAsync(ExpiryStore.Row(id, 3, "tm")));
        Assert.True(await stores[0].WriteAsync(ExpiryStore.Row(id, 4, "tr")));
        Assert.Equal([1, 2, 3, 4], await stores[0].NumbersAsync(id));
    }

    private static async Task CompanionIsRefused(IEventStore[] stores)
    {
        var (gone, parked, fresh) = (ExpiryStore.Id(Start), ExpiryStore.Id(Start), ExpiryStore.Id(Bound));
        Assert.True(await stores[0].WriteAsync(ExpiryStore.Row(parked, 1)));
        await stores[0].RaiseAsync(Bound);
        Assert.True(await stores[0].WriteAsync(ExpiryStore.Row(fresh, 1)));
        var log = new LogWrite("q-orders/0", 0, [.. new[] { parked, gone, fresh }.Select(id =>
            new LogAppend([ExpiryStore.Row("q-orders/0", 0, "qe")], ExpiryStore.Row(id, 2, "ta")))]);

        await stores[1].RunAsync(log);

        Assert.Equal([false, true, false], Enumerable.Range(0, 3).Select(log.IsRefused));
        Assert.Equal([1, 2], await stores[0].NumbersAsync("q-orders/0"));
        Assert.Empty(await stores[0].NumbersAsync(gone));
    }

    private static async Task OnlyFinalGo(IEventStore[] stores)
    {
        string[][] final = [["tp", "ta"], ["tp", "tm", "tc"], ["tp", "tr"], ["tr"], ["tr", "tp", "tk", "tq", "ta", "tx"], ["tr", "tr"]];
        string[][] open = [["tp"], ["tp", "tk"], ["tp", "tk", "tq"], ["tp", "tm"], ["tr", "tp"], ["tp", "ta", "tz"]];
        var (gone, kept) = (await StoreAsync(stores[0], final, Start), await StoreAsync(stores[0], open, Start));
        var late = await StoreAsync(stores[0], [["tp", "ta"]], Start, endedAt: Bound);
        var above = await StoreAsync(stores[0], [["tp", "ta"]], Bound, endedAt: Start);
        Assert.True(await stores[0].WriteAsync(ExpiryStore.Row("t-own", 1), ExpiryStore.Row("t-own", 2, "ta")));
        string[] all = [.. gone, .. kept, .. late, .. above, "t-own", "t-unknown"];

        // Without a bound only the id without a time may go.
        Assert.Equal(2, await stores[0].DeleteAsync(Bound, all));
        Assert.Empty(await stores[1].NumbersAsync("t-own"));
        await stores[0].RaiseAsync(Bound);
        Assert.Equal(final.Sum(events => events.Length), await stores[0].DeleteAsync(Bound, all));
        Assert.Equal(0, await stores[1].DeleteAsync(Bound, all));

        foreach (var id in gone)
            Assert.Empty(await stores[1].NumbersAsync(id));
        foreach (var (id, events) in kept.Zip(open))
            Assert.Equal(events.Length, (await stores[1].NumbersAsync(id)).Count);
        Assert.NotEmpty(await stores[1].NumbersAsync(late[0]));
        Assert.NotEmpty(await stores[1].NumbersAsync(above[0]));
    }

    private static async Task<string[]> StoreAsync(IEventStore store, string[][] transactions, DateTimeOffset at, DateTimeOffset? endedAt = null)
    {
        var ids = new List<string>();
        foreach (var manifests in transactions)
        {
            var id = ExpiryStore.Id(at);
            ids.Add(id);
            Assert.True(await store.WriteAsync([.. manifests.Select((manifest, place) =>
                ExpiryStore.Row(id, place + 1, manifest, place == manifests.Length - 1 ? endedAt ?? at : at))]));
        }

        return [.. ids];
    }
}
