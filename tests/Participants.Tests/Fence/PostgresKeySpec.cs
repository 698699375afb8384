using System.Data;
using Coordinator.Contracts;
using Coordinator.Harness.Postgres;
using Coordinator.Participants.Fence;
using Coordinator.Testing;

namespace Coordinator.Participants.Tests.Fence;

public sealed class PostgresKeySpec
{
    [PostgresTheory, Trait("race", "71")]
    [InlineData(IsolationLevel.ReadCommitted)]
    [InlineData(IsolationLevel.RepeatableRead)]
    [InlineData(IsolationLevel.Serializable)]
    public Task Second_under_the_key_finds_the_winner(IsolationLevel isolation) =>
        OnNewDatabaseAsync(KeyScenarios.Second_under_the_key_finds_the_winner, isolation);

    [PostgresTheory, Trait("race", "71")]
    [InlineData(IsolationLevel.ReadCommitted)]
    [InlineData(IsolationLevel.RepeatableRead)]
    [InlineData(IsolationLevel.Serializable)]
    public Task Second_with_an_older_snapshot_finds_the_winner(IsolationLevel isolation) =>
        OnNewDatabaseAsync(KeyScenarios.Second_that_began_before_the_first_committed_finds_the_winner, isolation);

    [PostgresFact]
    public Task Same_key_with_other_messages_is_a_conflict() => OnNewDatabaseAsync(KeyScenarios.Same_key_with_other_messages_is_a_conflict);

    [PostgresFact]
    public Task Failed_attempt_leaves_the_key_free() => OnNewDatabaseAsync(KeyScenarios.Failed_attempt_leaves_the_key_free);

    [PostgresFact, Trait("race", "72")]
    public Task Check_of_an_attempt_leaves_the_key_free() => OnNewDatabaseAsync(KeyScenarios.Check_of_an_attempt_leaves_the_key_free);

    [PostgresFact]
    public Task Keys_of_groups_are_their_own() => OnNewDatabaseAsync(KeyScenarios.Keys_of_groups_are_their_own);

    [PostgresFact]
    public Task Key_outlives_the_purge_until_its_own_time_is_over() =>
        OnNewDatabaseAsync(KeyScenarios.Key_outlives_the_purge_until_its_own_time_is_over);

    [PostgresFact]
    public Task Attempt_without_messages_is_remembered_as_such() => OnNewDatabaseAsync(KeyScenarios.Attempt_without_messages_is_remembered_as_such);

    [PostgresFact, Trait("race", "71")]
    public Task Wait_for_another_sender_of_the_key_is_bounded_and_changes_no_setting() => OnNewDatabaseAsync(async service =>
    {
        var key = new BusinessKey("pay order 17");
        await using var first = await service.BeginAsync();
        await KeyScenarios.Store(service).RecordCommittedAsync(first.Transaction, new TransactionId("first"), key);
        Assert.Equal("0", await first.ScalarAsync("SELECT current_setting('lock_timeout')"));

        await using var second = await service.BeginAsync();
        var busy = await Assert.ThrowsAsync<KeyBusyException>(() => KeyScenarios.Store(service, TimeSpan.FromMilliseconds(50))
            .RecordCommittedAsync(second.Transaction, new TransactionId("second"), key));

        Assert.Equal(key.Value, busy.Key);
    });

    [PostgresTheory, Trait("race", "71"), Trait("race", "72")]
    [InlineData(IsolationLevel.ReadCommitted)]
    [InlineData(IsolationLevel.RepeatableRead)]
    public Task One_sender_of_each_key_commits_in_1500_races(IsolationLevel isolation) => OnNewDatabaseAsync(
        service => KeyScenarios.Races_commit_one_sender_of_each_key(service, races: 1500, lanes: 8), isolation);

    private static async Task OnNewDatabaseAsync(Func<ServiceDatabase, Task> scenarioAsync, IsolationLevel isolation = IsolationLevel.ReadCommitted)
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        var service = ServiceDatabase.Of(database, isolation);
        await service.CreateTablesAsync();
        await scenarioAsync(service);
    }
}
