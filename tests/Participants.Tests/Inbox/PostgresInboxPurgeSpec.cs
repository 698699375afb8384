using System.Data;
using Coordinator.Harness.Postgres;
using Coordinator.Testing;

namespace Coordinator.Participants.Tests.Inbox;

public sealed class PostgresInboxPurgeSpec
{
    [PostgresFact]
    public Task Rows_below_the_bound_are_deleted_and_nothing_else() =>
        OnNewDatabaseAsync(InboxPurgeScenarios.Rows_below_the_bound_are_deleted_and_nothing_else);

    [PostgresFact, Trait("race", "52")]
    public Task Message_at_the_bound_or_above_is_found_after_a_rewind() =>
        OnNewDatabaseAsync(InboxPurgeScenarios.Message_at_the_bound_or_above_is_found_after_a_rewind);

    [PostgresFact, Trait("race", "53")]
    public Task Replayed_letter_has_its_effect_once() =>
        OnNewDatabaseAsync(InboxPurgeScenarios.Replayed_letter_has_its_effect_once);

    [PostgresFact, Trait("race", "54")]
    public Task Bound_counts_in_its_own_epoch_only() =>
        OnNewDatabaseAsync(InboxPurgeScenarios.Bound_counts_in_its_own_epoch_only);

    [PostgresFact]
    public Task Times_in_ids_do_not_count() =>
        OnNewDatabaseAsync(InboxPurgeScenarios.Times_in_ids_do_not_count);

    [PostgresFact]
    public Task Participant_that_was_away_for_weeks_purges_and_goes_on() =>
        OnNewDatabaseAsync(InboxPurgeScenarios.Participant_that_was_away_for_weeks_purges_and_goes_on);

    [PostgresFact]
    public Task Row_stays_for_as_long_as_the_service_wants_it() =>
        OnNewDatabaseAsync(InboxPurgeScenarios.Row_stays_for_as_long_as_the_service_wants_it);

    [PostgresFact]
    public Task Bound_is_never_lowered() =>
        OnNewDatabaseAsync(InboxPurgeScenarios.Bound_is_never_lowered);

    [PostgresFact]
    public Task Row_of_an_old_library_stays_and_is_found() =>
        OnNewDatabaseAsync(InboxPurgeScenarios.Row_of_an_old_library_stays_and_is_found);

    [PostgresTheory, Trait("race", "55")]
    [InlineData(IsolationLevel.ReadCommitted)]
    [InlineData(IsolationLevel.RepeatableRead)]
    [InlineData(IsolationLevel.Serializable)]
    public async Task Paused_handler_has_no_effect_after_the_purge(IsolationLevel isolation)
    {
        foreach (var (reads, hadBound) in (List<(bool, bool)>)[(true, false), (false, false), (true, true), (false, true)])
            await OnNewDatabaseAsync(service => InboxPurgeScenarios.Paused_handler_has_no_effect_after_the_purge(service, reads, hadBound), isolation);
    }

    [PostgresTheory, Trait("race", "55"), Trait("race", "53")]
    [InlineData(IsolationLevel.ReadCommitted)]
    [InlineData(IsolationLevel.RepeatableRead)]
    [InlineData(IsolationLevel.Serializable)]
    public Task Races_of_a_purge_with_a_redelivery_have_one_effect(IsolationLevel isolation) =>
        OnNewDatabaseAsync(service => InboxPurgeScenarios.Races_of_a_purge_with_a_redelivery_have_one_effect(service, races: 200), isolation);

    private static async Task OnNewDatabaseAsync(Func<ServiceDatabase, Task> scenarioAsync, IsolationLevel isolation = IsolationLevel.ReadCommitted)
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        await scenarioAsync(ServiceDatabase.Of(database, isolation));
    }
}
