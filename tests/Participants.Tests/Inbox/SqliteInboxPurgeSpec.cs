using Coordinator.Testing;

namespace Coordinator.Participants.Tests.Inbox;

public sealed class SqliteInboxPurgeSpec
{
    [Fact]
    public Task Rows_below_the_bound_are_deleted_and_nothing_else() =>
        OnNewDatabaseAsync(InboxPurgeScenarios.Rows_below_the_bound_are_deleted_and_nothing_else);

    [Fact, Trait("race", "52")]
    public Task Message_at_the_bound_or_above_is_found_after_a_rewind() =>
        OnNewDatabaseAsync(InboxPurgeScenarios.Message_at_the_bound_or_above_is_found_after_a_rewind);

    [Fact, Trait("race", "53")]
    public Task Replayed_letter_has_its_effect_once() =>
        OnNewDatabaseAsync(InboxPurgeScenarios.Replayed_letter_has_its_effect_once);

    [Fact, Trait("race", "54")]
    public Task Bound_counts_in_its_own_epoch_only() =>
        OnNewDatabaseAsync(InboxPurgeScenarios.Bound_counts_in_its_own_epoch_only);

    [Fact]
    public Task Times_in_ids_do_not_count() =>
        OnNewDatabaseAsync(InboxPurgeScenarios.Times_in_ids_do_not_count);

    [Fact]
    public Task Participant_that_was_away_for_weeks_purges_and_goes_on() =>
        OnNewDatabaseAsync(InboxPurgeScenarios.Participant_that_was_away_for_weeks_purges_and_goes_on);

    [Fact]
    public Task Row_stays_for_as_long_as_the_service_wants_it() =>
        OnNewDatabaseAsync(InboxPurgeScenarios.Row_stays_for_as_long_as_the_service_wants_it);

    [Fact]
    public Task Bound_is_never_lowered() =>
        OnNewDatabaseAsync(InboxPurgeScenarios.Bound_is_never_lowered);

    [Fact]
    public Task Row_of_an_old_library_stays_and_is_found() =>
        OnNewDatabaseAsync(InboxPurgeScenarios.Row_of_an_old_library_stays_and_is_found);

    // A transaction that has the writer lock from its beginning keeps the purge out.
    [Theory, Trait("race", "55")]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public Task Paused_handler_has_no_effect_after_the_purge(bool reads, bool hadBound) => OnNewDatabaseAsync(
        service => InboxPurgeScenarios.Paused_handler_has_no_effect_after_the_purge(service, reads, hadBound), deferred: true);

    [Theory, Trait("race", "55"), Trait("race", "53")]
    [InlineData(false)]
    [InlineData(true)]
    public Task Races_of_a_purge_with_a_redelivery_have_one_effect(bool deferred) =>
        OnNewDatabaseAsync(service => InboxPurgeScenarios.Races_of_a_purge_with_a_redelivery_have_one_effect(service, races: 100), deferred);

    private static async Task OnNewDatabaseAsync(Func<ServiceDatabase, Task> scenarioAsync, bool deferred = false)
    {
        using var file = new SqliteFile();
        await scenarioAsync(ServiceDatabase.Of(file, deferred));
    }
}
