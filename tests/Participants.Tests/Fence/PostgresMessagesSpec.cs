using System.Data;
using Coordinator.Harness.Postgres;
using Coordinator.Testing;

namespace Coordinator.Participants.Tests.Fence;

public sealed class PostgresMessagesSpec
{
    [PostgresFact]
    public Task Messages_are_kept_if_and_only_if_the_local_transaction_commits() => OnNewDatabaseAsync(
        MessageScenarios.Messages_are_kept_if_and_only_if_the_local_transaction_commits);

    [PostgresFact]
    public Task Pages_come_in_the_order_of_the_local_transactions() => OnNewDatabaseAsync(
        MessageScenarios.Pages_come_in_the_order_of_the_local_transactions);

    [PostgresFact]
    public Task Hand_over_is_remembered_when_it_has_ended_and_not_before() => OnNewDatabaseAsync(
        MessageScenarios.Hand_over_is_remembered_when_it_has_ended_and_not_before);

    [PostgresFact]
    public Task Local_transaction_that_was_prepared_before_the_restore_keeps_nothing_after_the_hand_over_began() => OnNewDatabaseAsync(
        MessageScenarios.Local_transaction_that_was_prepared_before_the_restore_keeps_nothing_after_the_hand_over_began);

    [PostgresFact]
    public Task Refused_messages_stay_until_they_are_discarded() => OnNewDatabaseAsync(
        MessageScenarios.Refused_messages_stay_until_they_are_discarded);

    [PostgresFact]
    public Task Old_messages_are_purged_and_young_ones_stay() => OnNewDatabaseAsync(
        MessageScenarios.Old_messages_are_purged_and_young_ones_stay);

    [PostgresTheory, Trait("race", "56")]
    [InlineData(IsolationLevel.ReadCommitted)]
    [InlineData(IsolationLevel.RepeatableRead)]
    [InlineData(IsolationLevel.Serializable)]
    public Task Races_of_a_hand_over_lose_nothing(IsolationLevel isolation) =>
        OnNewDatabaseAsync(service => MessageScenarios.Races_of_a_hand_over_lose_nothing(service, races: 150), isolation);

    private static async Task OnNewDatabaseAsync(Func<ServiceDatabase, Task> scenarioAsync, IsolationLevel isolation = IsolationLevel.ReadCommitted)
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        await scenarioAsync(ServiceDatabase.Of(database, isolation));
    }
}
