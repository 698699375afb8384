using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Inbox;
using Coordinator.Participants.Tests.Tables;

namespace Coordinator.Participants.Tests.Inbox;

/// <summary>Tests the purge of the inbox on every database and at every isolation level.</summary>
internal static class InboxPurgeScenarios
{
    private static readonly ConsumerGroup Shipping = new("shipping");
    private static readonly QueueId Queue = new(new Topic("orders.paid"), 0);

    public static async Task Rows_below_the_bound_are_deleted_and_nothing_else(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        foreach (var offset in (long[])[1, 2, 3, 4])
            Assert.True(await HandleAsync(service, At(offset)));
        var others = (DeliveryId[])
            [At(1) with { Group = new("points") }, At(1) with { Queue = Queue with { Number = 1 } }, At(1) with { Epoch = 7 }];
        foreach (var other in others)
            Assert.True(await HandleAsync(service, other, $"other-{other.Group}-{other.Queue.Number}-{other.Epoch}"));

        Assert.Equal(2, await PurgeAsync(service, 4, 2));

        Assert.Equal(5, await RowsAsync(service));
        Assert.Equal(2, await service.CountAsync("SELECT count(*) FROM coordinator_inbox WHERE queue_offset IN (2, 4)"));
        Assert.Equal(1, await PurgeAsync(service, 4));
        Assert.Equal(1, await PurgeAsync(service, 5));
        Assert.Equal(0, await PurgeAsync(service, 5));
    }

    /// <summary>A rewind goes no lower than the bound, and what it delivers again is found.</summary>
    public static async Task Message_at_the_bound_or_above_is_found_after_a_rewind(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        foreach (var offset in (long[])[1, 2, 3, 4])
            await HandleAsync(service, At(offset));
        await PurgeAsync(service, 3);
        foreach (var again in (long[])[3, 4])
            Assert.False(await HandleAsync(service, At(again) with { Attempt = 2 }));
        Assert.True(await HandleAsync(service, At(5)));
        Assert.Equal(5, await OrdersAsync(service));
    }

    /// <summary>A handler is paused for a week. Meanwhile another member has handled its message, and the row is purged.</summary>
    /// <param name="service">The service.</param>
    /// <param name="reads">True when it has read before the pause, so that it has a snapshot where the isolation level gives one.</param>
    /// <param name="hadBound">True when the queue was purged before, so that its bound changes and is not made.</param>
    public static async Task Paused_handler_has_no_effect_after_the_purge(ServiceDatabase service, bool reads, bool hadBound)
    {
        await service.CreateTablesAsync();
        if (hadBound)
            await PurgeAsync(service, 1);
        await using (var paused = await service.BeginAsync())
        {
            if (reads)
                await paused.ScalarAsync("SELECT count(*) FROM orders");
            Assert.True(await HandleAsync(service, At(1) with { Attempt = 2 }));
            Assert.Equal(1, await PurgeAsync(service, 2));
            try
            {
                Assert.False(await new InboxStore(service.Dialect).TryRecordAsync(paused.Transaction, At(1), MessageAt(1)));
                await paused.CommitAsync();
            }
            catch (DbException stale) when (DatabaseError.IsStaleSnapshot(service.Dialect, stale))
            {
                // It rolls back, and its message does not come again.
            }
        }

        Assert.False(await HandleAsync(service, At(1)));
        Assert.Equal((0, 1), (await RowsAsync(service), await OrdersAsync(service)));
    }

    /// <summary>A dead letter whose first effect was lost or not, and whose entry retention has deleted, is replayed.</summary>
    public static async Task Replayed_letter_has_its_effect_once(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        // Offset 1 was handled, but its lease had ended and it became a letter. Offset 2 was never handled.
        Assert.True(await HandleAsync(service, At(1)));
        Assert.Equal(0, await PurgeAsync(service, 10, 1, 2));
        Assert.False(await HandleAsync(service, At(1) with { Attempt = 17 }));
        Assert.True(await HandleAsync(service, At(2) with { Attempt = 17 }));
        Assert.False(await HandleAsync(service, At(2) with { Attempt = 18 }));
        Assert.False(await HandleAsync(service, At(3)));

        Assert.Equal(2, await PurgeAsync(service, 10));
        foreach (var late in (long[])[1, 2])
            Assert.False(await HandleAsync(service, At(late)));
        // A node that has not heard of it tells of the letters again.
        Assert.Equal(0, await PurgeAsync(service, 10, 1, 2));
        foreach (var late in (long[])[1, 2])
            Assert.False(await HandleAsync(service, At(late)));
        Assert.Equal((0, 2), (await RowsAsync(service), await OrdersAsync(service)));
    }

    /// <summary>A coordinator was restored: offsets begin anew, and a message that was lost comes again at another offset.</summary>
    public static async Task Bound_counts_in_its_own_epoch_only(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        foreach (var offset in (long[])[1, 2, 3])
            await HandleAsync(service, At(offset));
        Assert.Equal(1, await PurgeAsync(service, 2));

        var restored = At(1) with { Epoch = 1_790_000_000_000 };
        Assert.False(await HandleAsync(service, restored, "message-3"));
        Assert.True(await HandleAsync(service, restored, "new-1"));
        Assert.Equal(1, await PurgeAsync(service, 5, restored.Epoch, TimeSpan.Zero));
        Assert.False(await HandleAsync(service, restored, "new-1"));
        // Rows of the epoch before stay, and so does its bound.
        Assert.Equal(2, await RowsAsync(service));
        Assert.False(await HandleAsync(service, At(1)));
        Assert.True(await HandleAsync(service, At(4)));
    }

    /// <summary>Ids tell times: of a producer whose clock is off, or of the making of an id whose transaction is committed much later.</summary>
    public static async Task Times_in_ids_do_not_count(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        var committed = DateTimeOffset.UnixEpoch.AddYears(56);
        var made = (TimeSpan[])[TimeSpan.FromHours(1), TimeSpan.FromHours(-1), TimeSpan.Zero, TimeSpan.FromDays(-10), TimeSpan.FromHours(-1), TimeSpan.FromHours(1)];
        var ids = made.Select(age => TransactionId.FromGuid(Guid.CreateVersion7(committed + age)).Value).ToList();
        for (var offset = 1; offset <= 6; offset++)
            Assert.True(await HandleAsync(service, At(offset), ids[offset - 1]));

        // The fourth has the earliest id, and may be rewound to.
        Assert.Equal(3, await PurgeAsync(service, 4));
        for (var offset = 1; offset <= 6; offset++)
            Assert.False(await HandleAsync(service, At(offset) with { Attempt = 2 }, ids[offset - 1]));
        Assert.Equal((3, 6), (await RowsAsync(service), await OrdersAsync(service)));
    }

    /// <summary>It comes back with old rows, and the queue has gone on without it: other members have handled a million messages.</summary>
    public static async Task Participant_that_was_away_for_weeks_purges_and_goes_on(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        await FillAsync(service, 2_500);
        Assert.Equal(2_499, await PurgeAsync(service, 1_000_000, 7));
        Assert.Equal(1, await RowsAsync(service));
        Assert.False(await HandleAsync(service, At(8)));
        Assert.False(await HandleAsync(service, At(2_501)));
        Assert.False(await HandleAsync(service, At(999_999)));
        Assert.True(await HandleAsync(service, At(1_000_000)));
    }

    public static async Task Row_stays_for_as_long_as_the_service_wants_it(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        await FillAsync(service, 2_500);
        await service.ExecuteAsync("UPDATE coordinator_inbox SET handled_at = '2026-01-01T00:00:00.000Z' WHERE queue_offset <= 1200 AND queue_offset <> 5");
        Assert.Equal(1_199, await PurgeAsync(service, 2_501, TimeSpan.FromHours(1)));
        Assert.Equal(0, await PurgeAsync(service, 2_501, TimeSpan.FromHours(1)));
        // It is settled all the same.
        Assert.False(await HandleAsync(service, At(6)));
        Assert.Equal(1_301, await PurgeAsync(service, 2_501));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => PurgeAsync(service, 1, TimeSpan.FromSeconds(-1)));
    }

    public static async Task Bound_is_never_lowered(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        await PurgeAsync(service, 5);
        await PurgeAsync(service, 3, 1);
        foreach (var below in (long[])[1, 3, 4])
            Assert.False(await HandleAsync(service, At(below)));
        Assert.True(await HandleAsync(service, At(5)));
    }

    /// <summary>Rows of libraries of version 1 have no place. They stay, and are found.</summary>
    public static async Task Row_of_an_old_library_stays_and_is_found(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        await using (var old = await service.BeginAsync())
        {
            await using var insert = old.Transaction.Statement(
                VersionOne.InsertMessage, ("@group", Shipping.Value), ("@message", MessageAt(1).ToString()));
            await insert.ExecuteNonQueryAsync();
            await old.CommitAsync();
        }

        Assert.True(await HandleAsync(service, At(2)));
        Assert.False(await HandleAsync(service, At(1)));
        Assert.Equal(1, await PurgeAsync(service, 10));
        Assert.Equal(1, await RowsAsync(service));
        Assert.False(await HandleAsync(service, At(1)));
    }

    /// <summary>
    /// Races of a redelivery with the purge of its row. Whatever the scheduler does, there is one effect. A letter is replayed in every third race.
    /// </summary>
    public static async Task Races_of_a_purge_with_a_redelivery_have_one_effect(ServiceDatabase service, int races)
    {
        await service.CreateTablesAsync();
        var random = new Random(29);
        for (var race = 1; race <= races; race++)
        {
            var (delivery, spins) = (At(race), (random.Next(20_000), random.Next(20_000), random.Next(20_000)));
            var isLetter = race % 3 == 0;
            if (isLetter)
                await PurgeAsync(service, race + 1, race);
            else
                Assert.True(await TryHandleAsync(service, delivery, 0, 0));
            var again = Task.Run(() => TryHandleAsync(service, delivery with { Attempt = 2 }, spins.Item1, spins.Item2));
            var third = Task.Run(() => TryHandleAsync(service, delivery with { Attempt = 3 }, spins.Item2, spins.Item1));
            Thread.SpinWait(spins.Item3);
            // A letter is settled when one of its deliveries is, and never before.
            if (isLetter)
                await Task.WhenAll(again, third);
            await TryPurgeAsync(service, race + 1);
            await Task.WhenAll(again, third);
            if (isLetter && await again is null && await third is null)
                Assert.True(await HandleAsync(service, delivery));
            await PurgeAsync(service, race + 1);
            Assert.False(await HandleAsync(service, delivery));
            Assert.Equal(1, await service.OrdersAsync($"{race}"));
        }

        Assert.Equal(0, await RowsAsync(service));
    }

    private static DeliveryId At(long offset) => new(Shipping, Queue, offset, Attempt: 1);

    private static MessageId MessageAt(long offset) => new(new TransactionId($"message-{offset}"), 0);

    private static async Task<bool> HandleAsync(ServiceDatabase service, DeliveryId delivery, string? message = null)
    {
        await using var work = await service.BeginAsync();
        var id = message is null ? MessageAt(delivery.Offset) : new MessageId(new TransactionId(message), 0);
        var isNew = await new InboxStore(service.Dialect).TryRecordAsync(work.Transaction, delivery, id);
        if (isNew)
            await work.AddOrderAsync($"{delivery.Offset}");
        await work.CommitAsync();
        return isNew;
    }

    // null: the database made this copy give up; it would come again.
    private static async Task<bool?> TryHandleAsync(ServiceDatabase service, DeliveryId delivery, int beforeBegin, int beforeRecord)
    {
        try
        {
            Thread.SpinWait(beforeBegin);
            await using var work = await service.BeginAsync();
            Thread.SpinWait(beforeRecord);
            var isNew = await new InboxStore(service.Dialect).TryRecordAsync(work.Transaction, delivery, MessageAt(delivery.Offset));
            if (isNew)
                await work.AddOrderAsync($"{delivery.Offset}");
            await work.CommitAsync();
            return isNew;
        }
        catch (DbException stale) when (DatabaseError.IsStaleSnapshot(service.Dialect, stale))
        {
            return null;
        }
    }

    private static Task<long> PurgeAsync(ServiceDatabase service, long before, params long[] except) => PurgeAsync(service, before, 0, TimeSpan.Zero, except);

    private static Task<long> PurgeAsync(ServiceDatabase service, long before, TimeSpan keep) => PurgeAsync(service, before, 0, keep);

    private static async Task<long> PurgeAsync(ServiceDatabase service, long before, long epoch, TimeSpan keep, params long[] except)
    {
        await using var connection = service.Connect();
        await connection.OpenAsync();
        return await new InboxStore(service.Dialect).PurgeAsync(connection, new SettledDeliveries(Shipping, Queue, epoch, before, except), keep);
    }

    // A purge that the database refuses is repeated at the next interval.
    private static async Task TryPurgeAsync(ServiceDatabase service, long before)
    {
        try
        {
            await PurgeAsync(service, before);
        }
        catch (DbException)
        {
        }
    }

    private static Task FillAsync(ServiceDatabase service, int rows) => service.ExecuteAsync(string.Join(';', Enumerable.Range(1, rows).Select(offset =>
        "INSERT INTO coordinator_inbox (consumer_group, message_id, topic, queue, queue_offset) VALUES "
        + $"('{Shipping}', '{MessageAt(offset)}', '{Queue.Topic}', {Queue.Number}, {offset})")));

    private static Task<long> RowsAsync(ServiceDatabase service) => service.CountAsync("SELECT count(*) FROM coordinator_inbox");

    private static Task<long> OrdersAsync(ServiceDatabase service) => service.CountAsync("SELECT count(*) FROM orders");
}
