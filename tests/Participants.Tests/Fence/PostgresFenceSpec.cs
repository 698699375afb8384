using System.Data;
using Coordinator.Contracts;
using Coordinator.Harness.Postgres;
using Coordinator.Testing;

namespace Coordinator.Participants.Tests.Fence;

public sealed class PostgresFenceSpec(PostgresDatabaseFixture fixture) : IClassFixture<PostgresDatabaseFixture>, IAsyncLifetime
{
    public Task InitializeAsync() => ServiceDatabase.Of(fixture.Database).CreateTablesAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [PostgresTheory, Trait("race", "1")]
    [InlineData(IsolationLevel.ReadCommitted)]
    [InlineData(IsolationLevel.RepeatableRead)]
    [InlineData(IsolationLevel.Serializable)]
    public Task Local_transaction_is_fenced_when_the_check_came_before_it(IsolationLevel isolation) =>
        FenceScenarios.Race_1_check_before_the_local_transaction_starts(Service(isolation), IdOf(isolation, "before"));

    [PostgresTheory, Trait("race", "1")]
    [InlineData(IsolationLevel.ReadCommitted)]
    [InlineData(IsolationLevel.RepeatableRead)]
    [InlineData(IsolationLevel.Serializable)]
    public Task Local_transaction_is_fenced_when_its_snapshot_is_older_than_the_check(IsolationLevel isolation) =>
        FenceScenarios.Race_1_check_between_the_first_read_and_the_fence_row(Service(isolation), IdOf(isolation, "between"));

    [PostgresTheory, Trait("race", "2")]
    [InlineData(IsolationLevel.ReadCommitted, true)]
    [InlineData(IsolationLevel.ReadCommitted, false)]
    [InlineData(IsolationLevel.RepeatableRead, true)]
    [InlineData(IsolationLevel.RepeatableRead, false)]
    [InlineData(IsolationLevel.Serializable, true)]
    [InlineData(IsolationLevel.Serializable, false)]
    public Task Check_answers_in_progress_while_the_local_transaction_is_open(IsolationLevel isolation, bool commit) =>
        FenceScenarios.Race_2_check_while_the_local_transaction_is_open(
            Service(isolation), IdOf(isolation, $"open-{commit}"), commit);

    [PostgresTheory]
    [InlineData(IsolationLevel.ReadCommitted)]
    [InlineData(IsolationLevel.RepeatableRead)]
    [InlineData(IsolationLevel.Serializable)]
    public async Task Second_local_transaction_under_the_id_is_refused(IsolationLevel isolation)
    {
        await FenceScenarios.A_second_local_transaction_under_the_id_is_refused(Service(isolation), IdOf(isolation, "second"));
        await FenceScenarios.A_second_local_transaction_that_began_before_the_first_committed_is_refused(
            Service(isolation), IdOf(isolation, "second-older"));
    }

    [PostgresFact]
    public Task Checks_at_the_same_time_agree() =>
        FenceScenarios.Checks_at_the_same_time_agree(ServiceDatabase.Of(fixture.Database), new TransactionId("agree"));

    [PostgresFact]
    public async Task Tables_are_created_by_many_at_once()
    {
        await using var empty = await PostgresServer.CreateDatabaseAsync();
        await FenceScenarios.Tables_are_created_by_many_at_once(ServiceDatabase.Of(empty));
    }

    [PostgresFact]
    public async Task Outcome_is_committed_synchronously_where_the_database_is_not()
    {
        var service = ServiceDatabase.Of(fixture.Database);
        await using var local = await service.BeginAsync();
        await local.ScalarAsync("SELECT set_config('synchronous_commit', 'off', true)");
        await service.Outcomes().RecordCommittedAsync(local.Transaction, new TransactionId("durable"));
        Assert.Equal("on", await local.ScalarAsync("SHOW synchronous_commit"));
    }

    private ServiceDatabase Service(IsolationLevel isolation) => ServiceDatabase.Of(fixture.Database, isolation);

    private static TransactionId IdOf(IsolationLevel isolation, string name) => new($"{name}-{isolation}");
}
