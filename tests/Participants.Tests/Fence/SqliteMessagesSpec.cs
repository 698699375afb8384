using Coordinator.Testing;

namespace Coordinator.Participants.Tests.Fence;

public sealed class SqliteMessagesSpec
{
    [Fact]
    public Task Messages_are_kept_if_and_only_if_the_local_transaction_commits() => OnNewDatabaseAsync(
        MessageScenarios.Messages_are_kept_if_and_only_if_the_local_transaction_commits);

    [Fact]
    public Task Pages_come_in_the_order_of_the_local_transactions() => OnNewDatabaseAsync(
        MessageScenarios.Pages_come_in_the_order_of_the_local_transactions);

    [Fact]
    public Task Hand_over_is_remembered_when_it_has_ended_and_not_before() => OnNewDatabaseAsync(
        MessageScenarios.Hand_over_is_remembered_when_it_has_ended_and_not_before);

    [Fact]
    public Task Local_transaction_that_was_prepared_before_the_restore_keeps_nothing_after_the_hand_over_began() => OnNewDatabaseAsync(
        MessageScenarios.Local_transaction_that_was_prepared_before_the_restore_keeps_nothing_after_the_hand_over_began);

    [Fact]
    public Task Refused_messages_stay_until_they_are_discarded() => OnNewDatabaseAsync(
        MessageScenarios.Refused_messages_stay_until_they_are_discarded);

    [Fact]
    public Task Old_messages_are_purged_and_young_ones_stay() => OnNewDatabaseAsync(
        MessageScenarios.Old_messages_are_purged_and_young_ones_stay);

    [Theory, Trait("race", "56")]
    [InlineData(false)]
    [InlineData(true)]
    public Task Races_of_a_hand_over_lose_nothing(bool deferred) =>
        OnNewDatabaseAsync(service => MessageScenarios.Races_of_a_hand_over_lose_nothing(service, races: 150), deferred);

    private static async Task OnNewDatabaseAsync(Func<ServiceDatabase, Task> scenarioAsync, bool deferred = false)
    {
        using var file = new SqliteFile();
        await scenarioAsync(ServiceDatabase.Of(file, deferred));
    }
}
