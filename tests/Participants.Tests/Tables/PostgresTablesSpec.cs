using Coordinator.Harness.Postgres;
using Coordinator.Participants.Inbox;
using Coordinator.Participants.Tests.Fence;
using Coordinator.Testing;
using Xunit.Abstractions;

namespace Coordinator.Participants.Tests.Tables;

public sealed class PostgresTablesSpec(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Races = 1000;
    private const int LaneCount = 12;

    private PostgresDatabase? _database;

    private ServiceDatabase Service => ServiceDatabase.Of(_database!);

    public async Task InitializeAsync()
    {
        if (PostgresServer.ReasonToSkip is null)
            _database = await PostgresServer.CreateDatabaseAsync();
    }

    public async Task DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
    }

    [PostgresFact]
    public Task New_tables_have_this_version_and_are_left_as_they_are() =>
        TableScenarios.New_tables_have_this_version_and_are_left_as_they_are(Service);

    [PostgresFact]
    public async Task Existing_tables_need_no_right_to_write_at_the_start()
    {
        await Service.CreateTablesAsync();
        await using var connection = Service.Connect();
        await connection.OpenAsync();
        await connection.ExecuteAsync("SET default_transaction_read_only = on");
        await new InboxStore(Service.Dialect).EnsureTablesAsync(connection);
    }

    [PostgresFact]
    public async Task Upgraded_tables_equal_new_ones()
    {
        await using var fresh = await PostgresServer.CreateDatabaseAsync();
        await TableScenarios.Upgraded_tables_equal_new_ones(Service, ServiceDatabase.Of(fresh));
    }

    [PostgresFact]
    public async Task Upgrade_can_be_repeated()
    {
        await VersionOne.CreateAsync(Service);
        await TableScenarios.UpgradeAsync(Service);
        var shape = await TableShape.ReadAsync(Service);
        await TableScenarios.UpgradeAsync(Service);
        Assert.Equal(shape, await TableShape.ReadAsync(Service));
    }

    [PostgresFact]
    public Task Rows_of_version_1_count_after_the_upgrade() => TableScenarios.Rows_of_version_1_count_after_the_upgrade(Service);

    [PostgresFact]
    public Task Upgrade_waits_for_an_open_local_transaction_of_version_1() =>
        TableScenarios.Upgrade_waits_for_an_open_local_transaction_of_version_1(Service);

    [PostgresFact]
    public Task Older_tables_are_refused_with_the_script_to_run() =>
        TableScenarios.Older_tables_are_refused_with_the_script_to_run(Service);

    [PostgresFact]
    public Task Older_tables_are_refused_at_the_first_use() => TableScenarios.Older_tables_are_refused_at_the_first_use(Service);

    [PostgresFact]
    public Task Script_for_a_new_database_claims_no_version_for_an_older_table() =>
        TableScenarios.Script_for_a_new_database_claims_no_version_for_an_older_table(Service);

    [PostgresFact]
    public Task Newer_tables_are_used_only_when_they_allow_it() => TableScenarios.Newer_tables_are_used_only_when_they_allow_it(Service);

    [PostgresFact]
    public Task Old_and_new_library_read_the_rows_of_each_other() =>
        TableScenarios.Old_and_new_library_read_the_rows_of_each_other(Service);

    [PostgresTheory, Trait("race", "3")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Old_and_new_library_agree_in_1000_races(bool checkIsOld)
    {
        await VersionOne.CreateAsync(Service);
        await TableScenarios.UpgradeAsync(Service);
        var lanes = Enumerable.Repeat(Service, LaneCount).ToList();
        var results = await FenceRaces.RunAsync(
            "mixed", Races, lanes, service => SqliteTablesSpec.Mixed(service, checkIsOld), output);
        FenceRaces.AssertConsistent(results, Races);
    }

    [PostgresFact]
    public Task Rows_have_group_time_and_place() => ColumnScenarios.Rows_have_group_time_and_place(Service);

    [PostgresFact]
    public Task Longest_names_fit() => ColumnScenarios.Longest_names_fit(Service);

    [PostgresFact]
    public Task Business_key_is_unique_among_the_committed_rows_of_its_group() =>
        ColumnScenarios.Business_key_is_unique_among_the_committed_rows_of_its_group(Service);

    [PostgresFact]
    public Task Row_with_a_business_key_outlives_the_watermark() =>
        ColumnScenarios.Row_with_a_business_key_outlives_the_watermark(Service);
}
