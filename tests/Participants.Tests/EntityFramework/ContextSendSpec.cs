using System.Globalization;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.EntityFrameworkCore;
using Coordinator.Participants.Producing;
using Coordinator.Testing;
using Microsoft.EntityFrameworkCore;

namespace Coordinator.Participants.Tests.EntityFramework;

/// <summary>Tests sends with the context of a service, under a retrying execution strategy, on both databases.</summary>
[Trait("race", "73")]
public sealed class ContextSendSpec
{
    private static readonly SendOptions Keyed = new() { Key = "order of ann" };

    public static TheoryData<string> Databases => PostgresServer.ReasonToSkip is null ? new("sqlite", "postgres") : new("sqlite");

    [Theory, MemberData(nameof(Databases))]
    public Task Message_has_the_number_that_the_database_made(string database) => WithAsync(database, async shop =>
    {
        await using var context = shop.Context();

        var result = await shop.Producer.SendAsync(context, async (scope, ct) =>
        {
            var order = new Order { Customer = "ann" };
            context.Add(order);
            await context.SaveChangesAsync(ct);
            scope.Publish(PaidOf(order));
        });

        Assert.Equal((LocalOutcome.Commit, true), (result.Outcome, result.Confirmed));
        Assert.Equal("1", Assert.Single(shop.Prepared().Single().Messages).Key);
        Assert.Equal(1, await shop.OrdersAsync());
        Assert.Equal(CheckVerdict.Committed, (await shop.Store.CheckAsync(result.Id)).Verdict);
    });

    [Theory, MemberData(nameof(Databases))]
    public Task Changes_that_the_function_leaves_are_saved(string database) => WithAsync(database, async shop =>
    {
        await using var context = shop.Context();

        await shop.Producer.SendAsync(context, AddAsync(context));

        Assert.Equal(1, await shop.OrdersAsync());
        Assert.Null(context.Database.CurrentTransaction);
    });

    [Theory, MemberData(nameof(Databases))]
    public Task Retry_of_the_strategy_is_a_new_attempt_that_runs_the_function_again(string database) => WithAsync(database, async shop =>
    {
        await using var context = shop.Context();
        var runs = 0;

        var result = await shop.Producer.SendAsync(
            context,
            async (scope, ct) =>
            {
                await AddAsync(context)(scope, ct);
                await context.SaveChangesAsync(ct);
                if (++runs < 3)
                    throw new TimeoutException("the connection was lost");
            },
            Keyed);

        Assert.Equal(3, runs);
        Assert.Equal(1, await shop.OrdersAsync());
        Assert.Equal(result.Id, Assert.Single(shop.Prepared()).Id);
        Assert.Equal(result.Id, (await shop.Store.FindKeyAsync(Keyed.Key!))!.Id);
    });

    [Theory, MemberData(nameof(Databases))]
    public Task Retry_after_a_lost_commit_finds_it_and_runs_nothing(string database) => WithAsync(database, async shop =>
    {
        await using var first = shop.Context();
        var winner = await shop.Producer.SendAsync(first, AddAsync(first), Keyed);

        await using var second = shop.Context();
        var result = await shop.Producer.SendAsync(second, AddAsync(second), Keyed);

        Assert.Equal((winner.Id, true), (result.Id, result.WasAlreadyCommitted));
        Assert.Equal(1, await shop.OrdersAsync());
    });

    [Theory, MemberData(nameof(Databases))]
    public Task Rollback_saves_and_sends_nothing(string database) => WithAsync(database, async shop =>
    {
        await using var context = shop.Context();

        var result = await shop.Producer.SendAsync(context, async (scope, ct) =>
        {
            await AddAsync(context)(scope, ct);
            await context.SaveChangesAsync(ct);
            return LocalOutcome.RollBack;
        });

        Assert.Equal(LocalOutcome.RollBack, result.Outcome);
        Assert.Empty(shop.Prepared());
        Assert.Equal(0, await shop.OrdersAsync());
    });

    [Theory, MemberData(nameof(Databases))]
    public Task Refused_prepare_rolls_the_context_back(string database) => WithAsync(database, async shop =>
    {
        shop.Link.Answer = command => FakeCoordinator.Reply(command, TransactionOutcome.Conflict);
        await using var context = shop.Context();

        await Assert.ThrowsAsync<TransactionRefusedException>(() => shop.Producer.SendAsync(context, AddAsync(context)));

        Assert.Equal(0, await shop.OrdersAsync());
        Assert.Null(context.Database.CurrentTransaction);
    });

    [Theory, MemberData(nameof(Databases))]
    public Task Current_transaction_of_the_context_is_used_and_committed(string database) => WithAsync(database, async shop =>
    {
        await using var context = shop.Context();
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            context.Add(new Order { Customer = "before" });
            await context.SaveChangesAsync();

            await shop.Producer.SendAsync(context, AddAsync(context));
        });

        Assert.Equal(2, await shop.OrdersAsync());
    });

    [Theory, MemberData(nameof(Databases))]
    public Task Several_contexts_take_part_in_one_local_transaction(string database) => WithAsync(database, async shop =>
    {
        await using var context = shop.Context();

        await shop.Producer.SendAsync(context, async (scope, ct) =>
        {
            await using var other = shop.Beside(context);
            await other.Database.UseTransactionAsync(scope.Transaction, ct);
            other.Add(new Order { Customer = "bob" });
            await other.SaveChangesAsync(ct);
            await AddAsync(context)(scope, ct);
        });

        Assert.Equal(2, await shop.OrdersAsync());
    });

    [Fact]
    public Task Producer_of_a_test_double_is_refused() => WithAsync("sqlite", async shop =>
    {
        await using var context = shop.Context();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => new NoProducer().SendAsync(context, AddAsync(context)));

        Assert.Contains("but this one is a NoProducer", error.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void Provider_without_a_dialect_is_refused_by_its_name()
    {
        var error = Assert.Throws<NotSupportedException>(() => Provider.DialectOf("Oracle.EntityFrameworkCore"));

        Assert.Contains("but is 'Oracle.EntityFrameworkCore'", error.Message, StringComparison.Ordinal);
    }

    private static Func<LocalTransactionScope, CancellationToken, Task> AddAsync(ShopContext context) => (scope, _) =>
    {
        var order = new Order { Customer = "ann" };
        context.Add(order);
        scope.Publish(PaidOf(order));
        return Task.CompletedTask;
    };

    private static Message PaidOf(Order order) => new()
    {
        Topic = new Topic("orders.paid"),
        Key = order.Id.ToString(CultureInfo.InvariantCulture),
    };

    private static async Task WithAsync(string database, Func<ShopKit, Task> testAsync)
    {
        await using var shop = database == "sqlite" ? await ShopKit.SqliteAsync() : await ShopKit.PostgresAsync();
        await testAsync(shop);
    }
}
