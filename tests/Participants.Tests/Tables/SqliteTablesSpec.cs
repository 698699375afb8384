using System.Data.Common;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Inbox;
using Coordinator.Participants.Producing;
using Coordinator.Participants.Tests.Fence;
using Coordinator.Testing;
using Xunit.Abstractions;

namespace Coordinator.Participants.Tests.Tables;

public sealed class SqliteTablesSpec(ITestOutputHelper output) : IDisposable
{
    private const int Races = 1000;

    private const int LaneCount = 8;

    private readonly SqliteFile _file = new();

    private ServiceDatabase Service => ServiceDatabase.Of(_file);

    public void Dispose() => _file.Dispose();

    [Fact]
    public Task New_tables_have_this_version_and_are_left_as_they_are() =>
        TableScenarios.New_tables_have_this_version_and_are_left_as_they_are(Service);

    [Fact]
    public async Task Upgraded_tables_equal_new_ones()
    {
        using var fresh = new SqliteFile();
        await TableScenarios.Upgraded_tables_equal_new_ones(Service, ServiceDatabase.Of(fresh));
    }

    [Fact]
    public Task Rows_of_version_1_count_after_the_upgrade() => TableScenarios.Rows_of_version_1_count_after_the_upgrade(Service);

    [Fact]
    public Task Upgrade_waits_for_an_open_local_transaction_of_version_1() =>
        TableScenarios.Upgrade_waits_for_an_open_local_transaction_of_version_1(Service);

    [Fact]
    public async Task Upgrade_that_is_repeated_fails_and_changes_nothing()
    {
        await VersionOne.CreateAsync(Service);
        await TableScenarios.UpgradeAsync(Service);
        var shape = await TableShape.ReadAsync(Service);
        await Assert.ThrowsAnyAsync<DbException>(() => TableScenarios.UpgradeAsync(Service));
        Assert.Equal(shape, await TableShape.ReadAsync(Service));
    }

    [Fact]
    public Task Older_tables_are_refused_with_the_script_to_run() =>
        TableScenarios.Older_tables_are_refused_with_the_script_to_run(Service);

    [Fact]
    public Task Older_tables_are_refused_at_the_first_use() => TableScenarios.Older_tables_are_refused_at_the_first_use(Service);

    [Fact]
    public async Task Host_does_not_start_with_older_tables()
    {
        await VersionOne.CreateAsync(Service);
        await using var coordinator = FakeCoordinator.Start();
        var producer = await Assert.ThrowsAsync<TableVersionException>(() => ParticipantApp.StartAsync(
            coordinator, participant => participant.UseOutcomeStore(SqlDialect.Sqlite, _file.Connect)));
        var consumer = await Assert.ThrowsAsync<TableVersionException>(() => ParticipantApp.StartAsync(
            coordinator,
            participant => participant.AddConsumer("shipping", "orders.paid", SqlDialect.Sqlite, _file.Connect, Handle),
            options => options.ProducerGroup = null));
        Assert.Equal(("coordinator_outcomes", "coordinator_inbox"), (producer.Table, consumer.Table));
        Assert.Empty(coordinator.Opened);

        static Task Handle(ReceivedMessage message, DbTransaction transaction, CancellationToken ct) => Task.CompletedTask;
    }

    [Fact]
    public async Task Host_names_its_producer_group_in_each_row()
    {
        await using var coordinator = FakeCoordinator.Start();
        await using var app = await ParticipantApp.StartAsync(
            coordinator, participant => participant.UseOutcomeStore(SqlDialect.Sqlite, _file.Connect));
        await app.Producer.SendAsync(ParticipantApp.Message, (DbTransaction _, CancellationToken _) => Task.CompletedTask);
        Assert.Equal(1L, await Service.CountAsync("SELECT count(*) FROM coordinator_outcomes WHERE producer_group = 'orders'"));
    }

    [Fact]
    public Task Script_for_a_new_database_claims_no_version_for_an_older_table() =>
        TableScenarios.Script_for_a_new_database_claims_no_version_for_an_older_table(Service);

    [Fact]
    public Task Newer_tables_are_used_only_when_they_allow_it() => TableScenarios.Newer_tables_are_used_only_when_they_allow_it(Service);

    [Fact]
    public Task Old_and_new_library_read_the_rows_of_each_other() =>
        TableScenarios.Old_and_new_library_read_the_rows_of_each_other(Service);

    [Theory, Trait("race", "3")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Old_and_new_library_agree_in_1000_races(bool checkIsOld)
    {
        // A SQLite database has one writer, so several run side by side.
        var files = Enumerable.Range(0, LaneCount).Select(_ => new SqliteFile()).ToList();
        try
        {
            var lanes = files.Select(file => ServiceDatabase.Of(file)).ToList();
            await Task.WhenAll(lanes.Select(VersionOne.CreateAsync));
            await Task.WhenAll(lanes.Select(TableScenarios.UpgradeAsync));
            var results = await FenceRaces.RunAsync("mixed", Races, lanes, service => Mixed(service, checkIsOld), output);
            FenceRaces.AssertConsistent(results, Races);
        }
        finally
        {
            files.ForEach(file => file.Dispose());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(OutcomeStore.TableVersion)]
    public void Upgrade_begins_with_an_older_version(int from)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => OutcomeStore.Ddl(SqlDialect.Sqlite, from));
        Assert.Throws<ArgumentOutOfRangeException>(() => InboxStore.Ddl(SqlDialect.PostgreSql, from));
    }

    [Fact]
    public Task Rows_have_group_time_and_place() => ColumnScenarios.Rows_have_group_time_and_place(Service);

    [Fact]
    public Task Longest_names_fit() => ColumnScenarios.Longest_names_fit(Service);

    [Fact]
    public Task Business_key_is_unique_among_the_committed_rows_of_its_group() =>
        ColumnScenarios.Business_key_is_unique_among_the_committed_rows_of_its_group(Service);

    [Fact]
    public Task Row_with_a_business_key_outlives_the_watermark() =>
        ColumnScenarios.Row_with_a_business_key_outlives_the_watermark(Service);

    internal static ICheckedOutcomes Mixed(ServiceDatabase service, bool checkIsOld)
    {
        ICheckedOutcomes old = new VersionOneOutcomes(service), ours = new FencedOutcomes(service.Outcomes());
        return checkIsOld ? new MixedOutcomes(local: ours, checks: old) : new MixedOutcomes(local: old, checks: ours);
    }
}
