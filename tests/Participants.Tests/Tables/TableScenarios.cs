using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Inbox;

namespace Coordinator.Participants.Tests.Tables;

/// <summary>Tests the versions of the tables on every database.</summary>
internal static class TableScenarios
{
    private static readonly TransactionId Committed = new("committed");
    private static readonly TransactionId RolledBack = new("rolled-back");
    private static readonly MessageId Message = new(Committed, 0);

    private static readonly DeliveryId Delivery =
        new(new ConsumerGroup("shipping"), new QueueId(new Topic("orders.paid"), 3), Offset: 17, Attempt: 1);

    public static async Task New_tables_have_this_version_and_are_left_as_they_are(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        Assert.Equal(("2 1", "2 1"), await VersionsAsync(service));
        var shape = await TableShape.ReadAsync(service);

        await service.CreateTablesAsync();
        await service.ExecuteAsync(OutcomeStore.Ddl(service.Dialect));
        await service.ExecuteAsync(InboxStore.Ddl(service.Dialect));
        Assert.Equal(shape, await TableShape.ReadAsync(service));
        Assert.Equal(("2 1", "2 1"), await VersionsAsync(service));
    }

    public static async Task Upgraded_tables_equal_new_ones(ServiceDatabase upgraded, ServiceDatabase fresh)
    {
        await VersionOne.CreateAsync(upgraded);
        await UpgradeAsync(upgraded);
        await fresh.CreateTablesAsync();
        Assert.Equal(await TableShape.ReadAsync(fresh), await TableShape.ReadAsync(upgraded));
        Assert.Equal(("2 1", "2 1"), await VersionsAsync(upgraded));
        await upgraded.CreateTablesAsync();
    }

    public static async Task Rows_of_version_1_count_after_the_upgrade(ServiceDatabase service)
    {
        await VersionOne.CreateAsync(service);
        await AddVersionOneRowsAsync(service);
        await UpgradeAsync(service);

        Assert.Equal(CheckResult.Committed(), await service.Outcomes().CheckAsync(Committed));
        Assert.Equal(CheckResult.RolledBack(), await service.Outcomes().CheckAsync(RolledBack));
        await using (var late = await service.BeginAsync())
        {
            await Assert.ThrowsAsync<TransactionFencedException>(
                () => service.Outcomes().RecordCommittedAsync(late.Transaction, RolledBack));
        }

        await using var repeated = await service.BeginAsync();
        Assert.False(await new InboxStore(service.Dialect).TryRecordAsync(repeated.Transaction, Delivery, Message));
    }

    public static async Task Upgrade_waits_for_an_open_local_transaction_of_version_1(ServiceDatabase service)
    {
        await VersionOne.CreateAsync(service);
        var upgrade = Task.CompletedTask;
        await using (var local = await service.BeginAsync())
        {
            await new VersionOneOutcomes(service).RecordCommittedAsync(local.Transaction, Committed);
            upgrade = UpgradeAsync(service);
            await local.AddOrderAsync(Committed.Value);
            await local.CommitAsync();
        }

        await upgrade;
        Assert.Equal(CheckResult.Committed(), await service.Outcomes().CheckAsync(Committed));
    }

    public static async Task Older_tables_are_refused_with_the_script_to_run(ServiceDatabase service)
    {
        await VersionOne.CreateAsync(service);
        await AddVersionOneRowsAsync(service);

        var outcomes = await Assert.ThrowsAsync<TableVersionException>(() => service.Outcomes().EnsureTablesAsync());
        Assert.Equal(("coordinator_outcomes", 1, 2), (outcomes.Table, outcomes.Version, outcomes.KnownVersion));
        Assert.Equal(OutcomeStore.Ddl(service.Dialect, from: 1), outcomes.Script);
        Assert.Contains(outcomes.Script!, outcomes.Message, StringComparison.Ordinal);
        var inbox = await Assert.ThrowsAsync<TableVersionException>(() => EnsureInboxAsync(service));
        Assert.Equal(("coordinator_inbox", 1, 2), (inbox.Table, inbox.Version, inbox.KnownVersion));
        Assert.Equal(InboxStore.Ddl(service.Dialect, from: 1), inbox.Script);

        await service.ExecuteAsync(outcomes.Script!);
        await service.ExecuteAsync(inbox.Script!);
        await service.Outcomes().EnsureTablesAsync();
        await EnsureInboxAsync(service);
    }

    /// <summary>A service that creates its tables itself may never ask for the version.</summary>
    public static async Task Older_tables_are_refused_at_the_first_use(ServiceDatabase service)
    {
        await VersionOne.CreateAsync(service);
        await using (var local = await service.BeginAsync())
        {
            await Assert.ThrowsAsync<TableVersionException>(
                () => service.Outcomes().RecordCommittedAsync(local.Transaction, Committed));
        }

        var refused = await Assert.ThrowsAsync<TableVersionException>(() => service.Outcomes().CheckAsync(Committed));
        Assert.IsAssignableFrom<DbException>(refused.InnerException);
        await using (var effect = await service.BeginAsync())
        {
            await Assert.ThrowsAsync<TableVersionException>(
                () => new InboxStore(service.Dialect).TryRecordAsync(effect.Transaction, Delivery, Message));
        }

        await Assert.ThrowsAsync<TableVersionException>(
            () => new OutcomeStore(service.Dialect, service.Connect) { ProducerGroup = new ProducerGroup("orders") }
                .PurgeAsync(new FinalTransactions(new ProducerGroup("orders"), DateTimeOffset.UnixEpoch.AddYears(50), []), TimeSpan.Zero));
        Assert.Equal(0L, await service.CountAsync("SELECT count(*) FROM coordinator_outcomes"));
    }

    /// <summary>A tool that goes on after an error runs each statement of the wrong script.</summary>
    public static async Task Script_for_a_new_database_claims_no_version_for_an_older_table(ServiceDatabase service)
    {
        await VersionOne.CreateAsync(service);
        var scripts = OutcomeStore.Ddl(service.Dialect) + InboxStore.Ddl(service.Dialect);
        foreach (var statement in scripts.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var failure = await Record.ExceptionAsync(() => service.ExecuteAsync(statement));
            Assert.True(failure is null or DbException, $"{failure}");
        }

        await Assert.ThrowsAsync<TableVersionException>(() => service.Outcomes().EnsureTablesAsync());
        await Assert.ThrowsAsync<TableVersionException>(() => EnsureInboxAsync(service));
        await UpgradeAsync(service);
        await service.CreateTablesAsync();
    }

    public static async Task Newer_tables_are_used_only_when_they_allow_it(ServiceDatabase service)
    {
        await service.CreateTablesAsync();
        await service.ExecuteAsync("UPDATE coordinator_tables SET version = 3, compatible_from = 2");
        await service.CreateTablesAsync();
        await service.ExecuteAsync(OutcomeStore.Ddl(service.Dialect));
        Assert.Equal(("3 2", "3 2"), await VersionsAsync(service));
        Assert.Equal(CheckResult.RolledBack(), await service.Outcomes().CheckAsync(RolledBack));

        await service.ExecuteAsync("UPDATE coordinator_tables SET version = 4, compatible_from = 3");
        var refused = await Assert.ThrowsAsync<TableVersionException>(() => service.Outcomes().EnsureTablesAsync());
        Assert.Equal((4, 2, null), (refused.Version, refused.KnownVersion, refused.Script));
        await Assert.ThrowsAsync<TableVersionException>(() => EnsureInboxAsync(service));
    }

    public static async Task Old_and_new_library_read_the_rows_of_each_other(ServiceDatabase service)
    {
        await VersionOne.CreateAsync(service);
        await UpgradeAsync(service);
        // A library of version 1 starts beside the upgraded tables.
        await VersionOne.CreateAsync(service);
        await AddVersionOneRowsAsync(service);
        Assert.Equal(CheckResult.Committed(), await service.Outcomes().CheckAsync(Committed));
        Assert.Equal(CheckResult.RolledBack(), await service.Outcomes().CheckAsync(RolledBack));

        var old = new VersionOneOutcomes(service);
        var (newCommitted, newRolledBack) = (new TransactionId("new-committed"), new TransactionId("new-rolled-back"));
        await using (var local = await service.BeginAsync())
        {
            await service.Outcomes().RecordCommittedAsync(local.Transaction, newCommitted);
            Assert.True(await new InboxStore(service.Dialect).TryRecordAsync(local.Transaction, Delivery, Message with { Index = 1 }));
            await local.CommitAsync();
        }

        await service.Outcomes().CheckAsync(newRolledBack);
        Assert.Equal(CheckResult.Committed(), await old.CheckAsync(newCommitted));
        Assert.Equal(CheckResult.RolledBack(), await old.CheckAsync(newRolledBack));
        await using var late = await service.BeginAsync();
        await Assert.ThrowsAsync<TransactionFencedException>(() => old.RecordCommittedAsync(late.Transaction, newRolledBack));
        await using var insert = late.Transaction.Statement(
            VersionOne.InsertMessage, ("@group", Delivery.Group.Value), ("@message", $"{Message with { Index = 1 }}"));
        Assert.Equal(0, await insert.ExecuteNonQueryAsync());
    }

    public static async Task UpgradeAsync(ServiceDatabase service)
    {
        // SQLite waits for its lock by blocking the thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await service.ExecuteAsync(OutcomeStore.Ddl(service.Dialect, from: 1));
        await service.ExecuteAsync(InboxStore.Ddl(service.Dialect, from: 1));
    }

    private static async Task AddVersionOneRowsAsync(ServiceDatabase service)
    {
        var old = new VersionOneOutcomes(service);
        await using (var local = await service.BeginAsync())
        {
            await old.RecordCommittedAsync(local.Transaction, Committed);
            await using var insert = local.Transaction.Statement(
                VersionOne.InsertMessage, ("@group", Delivery.Group.Value), ("@message", $"{Message}"));
            Assert.Equal(1, await insert.ExecuteNonQueryAsync());
            await local.CommitAsync();
        }

        Assert.Equal(CheckResult.RolledBack(), await old.CheckAsync(RolledBack));
    }

    private static async Task EnsureInboxAsync(ServiceDatabase service)
    {
        await using var connection = service.Connect();
        await connection.OpenAsync();
        await new InboxStore(service.Dialect).EnsureTablesAsync(connection);
    }

    private static async Task<(string Outcomes, string Inbox)> VersionsAsync(ServiceDatabase service)
    {
        return (await ReadAsync("coordinator_outcomes"), await ReadAsync("coordinator_inbox"));

        async Task<string> ReadAsync(string table) => $"{await service.ScalarAsync(
            $"SELECT version || ' ' || compatible_from FROM coordinator_tables WHERE name = '{table}'")}";
    }
}
