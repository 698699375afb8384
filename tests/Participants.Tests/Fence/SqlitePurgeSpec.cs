using Coordinator.Testing;

namespace Coordinator.Participants.Tests.Fence;

public sealed class SqlitePurgeSpec
{
    [Fact]
    public Task Outcomes_below_the_bound_are_deleted_and_nothing_else() =>
        OnNewDatabaseAsync(PurgeScenarios.Outcomes_below_the_bound_are_deleted_and_nothing_else);

    [Fact]
    public Task Outcome_stays_for_as_long_as_the_service_wants_it() =>
        OnNewDatabaseAsync(PurgeScenarios.Outcome_stays_for_as_long_as_the_service_wants_it);

    [Fact]
    public Task Many_outcomes_are_deleted_in_batches() => OnNewDatabaseAsync(PurgeScenarios.Many_outcomes_are_deleted_in_batches);

    [Fact]
    public Task Outcome_goes_when_it_is_not_excepted_any_more() => OnNewDatabaseAsync(PurgeScenarios.Outcome_goes_when_it_is_not_excepted_any_more);

    [Fact]
    public Task Excepted_transaction_without_an_outcome_is_fenced_before_the_bound_passes_it() => OnNewDatabaseAsync(PurgeScenarios.Excepted_transaction_without_an_outcome_is_fenced_before_the_bound_passes_it);

    [Fact]
    public Task Bound_stays_behind_an_excepted_transaction_that_is_open() => OnNewDatabaseAsync(PurgeScenarios.Bound_stays_behind_an_excepted_transaction_that_is_open);

    [Fact]
    public Task Bound_is_never_above_the_clock_of_the_database() => OnNewDatabaseAsync(PurgeScenarios.Bound_is_never_above_the_clock_of_the_database);

    [Fact]
    public Task Store_of_another_group_purges_nothing() => OnNewDatabaseAsync(PurgeScenarios.Store_of_another_group_purges_nothing);

    [Fact]
    public Task Outcome_without_a_group_stays() => OnNewDatabaseAsync(PurgeScenarios.Outcome_without_a_group_stays);

    [Fact]
    public Task Bound_is_never_lowered() => OnNewDatabaseAsync(PurgeScenarios.Bound_is_never_lowered);

    [Fact, Trait("race", "51")]
    public Task Late_check_of_a_purged_commit_writes_nothing() =>
        OnNewDatabaseAsync(PurgeScenarios.Late_check_of_a_purged_commit_writes_nothing);

    // A transaction that has the writer lock cannot be checked, and one that has read cannot take the lock after another has written.
    [Theory, Trait("race", "50")]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public Task Paused_local_transaction_does_not_commit_after_the_purge(bool reads, bool hadBound) => OnNewDatabaseAsync(
        service => PurgeScenarios.Paused_local_transaction_does_not_commit_after_the_purge(service, reads, hadBound), deferred: true);

    [Theory, Trait("race", "50"), Trait("race", "51")]
    [InlineData(false)]
    [InlineData(true)]
    public Task Races_of_a_purge_change_no_outcome(bool deferred) =>
        OnNewDatabaseAsync(service => PurgeScenarios.Races_of_a_purge_change_no_outcome(service, races: 300), deferred);

    private static async Task OnNewDatabaseAsync(Func<ServiceDatabase, Task> scenarioAsync, bool deferred = false)
    {
        using var file = new SqliteFile();
        await scenarioAsync(ServiceDatabase.Of(file, deferred));
    }
}
