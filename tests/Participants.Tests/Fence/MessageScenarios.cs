using System.Data.Common;
using System.Text;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Tests.Fence;

/// <summary>Tests the messages that are kept for a coordinator that is restored, on every database and at every isolation level.</summary>
internal static class MessageScenarios
{
    private const long Before = 1_000;
    private const long Restored = 2_000;
    private const int HeadStartEvery = 8;

    private static readonly ProducerGroup Group = new("orders");

    public static async Task Messages_are_kept_if_and_only_if_the_local_transaction_commits(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        await using (var undone = await service.BeginAsync())
            Assert.True(await Of(service).KeepAsync(undone.Transaction, Id(1), [Message(1)], Before, default));
        await KeepAsync(service, 2, Before);

        var kept = Assert.Single(await ReadAllAsync(service));
        Assert.Equal(Id(2), kept.Id);
        Assert.Equal(Message(2).Body.ToArray(), kept.Messages[0].Body.ToArray());
        Assert.Equal(("paid", "key-2", "2"), (kept.Messages[0].Tag, kept.Messages[0].OrderingKey, kept.Messages[0].Properties["n"]));
        Assert.Empty(await new MessageStore(service.Dialect, new ProducerGroup("billing"), OpenAsync(service)).ReadAsync(0, long.MaxValue, 10, default));
    }

    public static async Task Pages_come_in_the_order_of_the_local_transactions(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        for (var number = 1; number <= 5; number++)
            await KeepAsync(service, number, Before);
        var last = await Of(service).BeginAsync(Restored, default);
        await KeepAsync(service, 6, Restored);

        var first = await Of(service).ReadAsync(0, last, 3, default);
        var second = await Of(service).ReadAsync(first[^1].Position, last, 3, default);
        Assert.Equal([Id(1), Id(2), Id(3), Id(4), Id(5)], first.Concat(second).Select(kept => kept.Id));
        Assert.Empty(await Of(service).ReadAsync(second[^1].Position, last, 3, default));
    }

    public static async Task Hand_over_is_remembered_when_it_has_ended_and_not_before(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        Assert.Equal(0, await Of(service).HandedOverAsync(default));
        await Of(service).BeginAsync(Restored, default);
        Assert.Equal(0, await Of(service).HandedOverAsync(default));
        await Of(service).EndAsync(Restored, default);
        await Of(service).EndAsync(Before, default);
        Assert.Equal(Restored, await Of(service).HandedOverAsync(default));
    }

    /// <summary>Its prepare may be lost, and the hand-over has passed it.</summary>
    public static async Task Local_transaction_that_was_prepared_before_the_restore_keeps_nothing_after_the_hand_over_began(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        await Of(service).BeginAsync(Restored, default);
        await using (var late = await service.BeginAsync())
            Assert.False(await Of(service).KeepAsync(late.Transaction, Id(1), [Message(1)], Before, default));
        await KeepAsync(service, 2, Restored);
        Assert.Equal([Id(2)], (await ReadAllAsync(service)).Select(kept => kept.Id));
    }

    public static async Task Refused_messages_stay_until_they_are_discarded(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        await KeepAsync(service, 1, Before);
        await KeepAsync(service, 2, Before);
        await Of(service).RefuseAsync(Id(1), "Conflict: other messages", default);
        await service.ExecuteAsync("UPDATE coordinator_messages SET recorded_ms = 1");
        Assert.Equal(1, await Of(service).PurgeAsync(TimeSpan.FromDays(1), default));

        var outcomes = new OutcomeStore(service.Dialect, service.Connect) { ProducerGroup = Group };
        var refused = Assert.Single(await outcomes.ListRefusedAsync());
        Assert.Equal((Id(1), "Conflict: other messages", 1L), (refused.Id, refused.Refusal, refused.RecordedAt.ToUnixTimeMilliseconds()));
        Assert.Equal("1", refused.Messages[0].Properties["n"]);
        Assert.Equal(1, await Of(service).CountRefusedAsync(default));
        Assert.False(await outcomes.DiscardRefusedAsync(Id(2)));
        Assert.True(await outcomes.DiscardRefusedAsync(Id(1)));
        Assert.Equal(0L, await service.CountAsync("SELECT count(*) FROM coordinator_messages"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => service.Outcomes().ListRefusedAsync());
    }

    public static async Task Old_messages_are_purged_and_young_ones_stay(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        for (var number = 1; number <= 2 * MessageSql.PurgeSize + 5; number++)
            await KeepAsync(service, number, Before);
        await service.ExecuteAsync("UPDATE coordinator_messages SET recorded_ms = recorded_ms - 7200000 WHERE position <= 402");
        Assert.Equal(0, await Of(service).PurgeAsync(TimeSpan.FromHours(3), default));
        Assert.Equal(402, await Of(service).PurgeAsync(TimeSpan.FromHours(1), default));
        Assert.Equal(3L, await service.CountAsync("SELECT count(*) FROM coordinator_messages"));
    }

    /// <summary>
    /// Races of a local transaction, whose prepare the restored coordinator has forgotten, with the beginning of the hand-over. Whatever the
    /// scheduler does, messages that are committed are handed over.
    /// </summary>
    public static async Task Races_of_a_hand_over_lose_nothing(ServiceDatabase service, int races)
    {
        await service.CreateTablesAsync();
        var random = new Random(9);
        var (committed, refused) = (0, 0);
        for (var race = 1; race <= races; race++)
        {
            var (number, spins) = (race, (random.Next(40_000), random.Next(20_000), random.Next(400_000)));
            Task<IReadOnlyCollection<TransactionId>> HandOver() => Task.Run(() => HandOverAsync(service, epoch: number + 1, spins.Item3));
            // Either side is the faster one on some machine, so now and then each of them goes first.
            var early = race % HeadStartEvery == 1 ? await HandOver() : null;
            var local = Task.Run(() => LocalAsync(service, number, epoch: number, spins.Item1, spins.Item2));
            if (race % HeadStartEvery == 0)
                await local;
            var handed = early ?? await HandOver();
            var commits = await local;

            Assert.True(!commits || handed.Contains(Id(race)), $"race {race}: committed, and not handed over");
            Assert.Equal(commits ? 1 : 0, await service.OrdersAsync(Id(race).Value));
            (committed, refused) = commits ? (committed + 1, refused) : (committed, refused + 1);
        }

        Assert.True(committed > 0 && refused > 0, $"{committed} committed, {refused} refused: this was no race");
    }

    private static async Task<bool> LocalAsync(ServiceDatabase service, int number, long epoch, int beforeBegin, int beforeKeep)
    {
        Thread.SpinWait(beforeBegin);
        var outcomes = new OutcomeStore(service.Dialect, service.Connect) { ProducerGroup = Group };
        try
        {
            await using var local = await service.BeginAsync();
            await outcomes.RecordCommittedAsync(local.Transaction, Id(number));
            await local.AddOrderAsync(Id(number).Value);
            Thread.SpinWait(beforeKeep);
            if (!await Of(service).KeepAsync(local.Transaction, Id(number), [Message(number)], epoch, default))
                return false;
            await local.CommitAsync();
            return true;
        }
        catch (Exception refused) when (refused is DbException or TransactionFencedException)
        {
            // At REPEATABLE READ the beginning of the hand-over makes it fail.
            return false;
        }
    }

    private static async Task<IReadOnlyCollection<TransactionId>> HandOverAsync(ServiceDatabase service, long epoch, int spin)
    {
        Thread.SpinWait(spin);
        var last = await BeginAsync(service, epoch);
        return [.. (await Of(service).ReadAsync(0, last, int.MaxValue, default)).Select(kept => kept.Id)];
    }

    private static async Task<long> BeginAsync(ServiceDatabase service, long epoch)
    {
        while (true)
        {
            try
            {
                return await Of(service).BeginAsync(epoch, default);
            }
            catch (DbException)
            {
                // Its wait for a lock is short, and the keeper tries again.
            }
        }
    }

    private static async Task KeepAsync(ServiceDatabase service, int number, long epoch)
    {
        await using var local = await service.BeginAsync();
        Assert.True(await Of(service).KeepAsync(local.Transaction, Id(number), [Message(number)], epoch, default));
        await local.CommitAsync();
    }

    private static Task<IReadOnlyList<KeptMessages>> ReadAllAsync(ServiceDatabase service) => Of(service).ReadAsync(0, long.MaxValue, 1_000, default);

    private static MessageStore Of(ServiceDatabase service) => new(service.Dialect, Group, OpenAsync(service));

    private static Func<CancellationToken, Task<DbConnection>> OpenAsync(ServiceDatabase service) => async ct =>
    {
        var connection = service.Connect();
        await connection.OpenAsync(ct);
        return connection;
    };

    private static TransactionId Id(int number) => new($"order-{number}");

    private static Message Message(int number) => new()
    {
        Topic = new Topic("orders.paid"),
        Body = Encoding.UTF8.GetBytes($"paid {number}"),
        OrderingKey = $"key-{number}",
        Tag = "paid",
        Properties = new Dictionary<string, string> { ["n"] = $"{number}" },
    };
}
