using System.Data;
using Coordinator.Harness.Postgres;
using Coordinator.Testing;

namespace Coordinator.Participants.Tests.Fence;

public sealed class PostgresPurgeSpec
{
    [PostgresFact]
    public Task Outcomes_below_the_bound_are_deleted_and_nothing_else() =>
        OnNewDatabaseAsync(PurgeScenarios.Outcomes_below_the_bound_are_deleted_and_nothing_else);

    [PostgresFact]
    public Task Outcome_stays_for_as_long_as_the_service_wants_it() =>
        OnNewDatabaseAsync(PurgeScenarios.Outcome_stays_for_as_long_as_the_service_wants_it);

    [PostgresFact]
    public Task Many_outcomes_are_deleted_in_batches() => OnNewDatabaseAsync(PurgeScenarios.Many_outcomes_are_deleted_in_batches);

    [PostgresFact]
    public Task Outcome_goes_when_it_is_not_excepted_any_more() => OnNewDatabaseAsync(PurgeScenarios.Outcome_goes_when_it_is_not_excepted_any_more);

    [PostgresFact]
    public Task Excepted_transaction_without_an_outcome_is_fenced_before_the_bound_passes_it() => OnNewDatabaseAsync(PurgeScenarios.Excepted_transaction_without_an_outcome_is_fenced_before_the_bound_passes_it);

    [PostgresFact]
    public Task Bound_stays_behind_an_excepted_transaction_that_is_open() => OnNewDatabaseAsync(PurgeScenarios.Bound_stays_behind_an_excepted_transaction_that_is_open);

    [PostgresFact]
    public Task Bound_is_never_above_the_clock_of_the_database() => OnNewDatabaseAsync(PurgeScenarios.Bound_is_never_above_the_clock_of_the_database);

    [PostgresFact]
    public Task Store_of_another_group_purges_nothing() => OnNewDatabaseAsync(PurgeScenarios.Store_of_another_group_purges_nothing);

    [PostgresFact]
    public Task Outcome_without_a_group_stays() => OnNewDatabaseAsync(PurgeScenarios.Outcome_without_a_group_stays);

    [PostgresFact]
    public Task Bound_is_never_lowered() => OnNewDatabaseAsync(PurgeScenarios.Bound_is_never_lowered);

    [PostgresFact, Trait("race", "51")]
    public Task Late_check_of_a_purged_commit_writes_nothing() =>
        OnNewDatabaseAsync(PurgeScenarios.Late_check_of_a_purged_commit_writes_nothing);

    [PostgresTheory, Trait("race", "50")]
    [InlineData(IsolationLevel.ReadCommitted)]
    [InlineData(IsolationLevel.RepeatableRead)]
    [InlineData(IsolationLevel.Serializable)]
    public async Task Paused_local_transaction_does_not_commit_after_the_purge(IsolationLevel isolation)
    {
        foreach (var (reads, hadBound) in (List<(bool, bool)>)[(true, false), (false, false), (true, true), (false, true)])
            await OnNewDatabaseAsync(service => PurgeScenarios.Paused_local_transaction_does_not_commit_after_the_purge(service, reads, hadBound), isolation);
    }

    [PostgresTheory, Trait("race", "50"), Trait("race", "51")]
    [InlineData(IsolationLevel.ReadCommitted)]
    [InlineData(IsolationLevel.RepeatableRead)]
    public Task Races_of_a_purge_change_no_outcome(IsolationLevel isolation) =>
        OnNewDatabaseAsync(service => PurgeScenarios.Races_of_a_purge_change_no_outcome(service, races: 300), isolation);

    private static async Task OnNewDatabaseAsync(Func<ServiceDatabase, Task> scenarioAsync, IsolationLevel isolation = IsolationLevel.ReadCommitted)
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        await scenarioAsync(ServiceDatabase.Of(database, isolation));
    }
}
