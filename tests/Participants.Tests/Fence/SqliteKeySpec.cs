using Coordinator.Testing;

namespace Coordinator.Participants.Tests.Fence;

public sealed class SqliteKeySpec : IAsyncLifetime, IDisposable
{
    private readonly SqliteFile _file = new();

    public Task InitializeAsync() => ServiceDatabase.Of(_file).CreateTablesAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _file.Dispose();

    [Theory, Trait("race", "71")]
    [InlineData(false)]
    [InlineData(true)]
    public Task Second_under_the_key_finds_the_winner(bool deferred) =>
        KeyScenarios.Second_under_the_key_finds_the_winner(ServiceDatabase.Of(_file, deferred));

    [Fact, Trait("race", "71")]
    public Task Second_with_an_older_snapshot_finds_the_winner() =>
        KeyScenarios.Second_that_began_before_the_first_committed_finds_the_winner(ServiceDatabase.Of(_file, deferred: true));

    [Fact]
    public Task Same_key_with_other_messages_is_a_conflict() => KeyScenarios.Same_key_with_other_messages_is_a_conflict(ServiceDatabase.Of(_file));

    [Fact]
    public Task Failed_attempt_leaves_the_key_free() => KeyScenarios.Failed_attempt_leaves_the_key_free(ServiceDatabase.Of(_file));

    [Fact, Trait("race", "72")]
    public Task Check_of_an_attempt_leaves_the_key_free() => KeyScenarios.Check_of_an_attempt_leaves_the_key_free(ServiceDatabase.Of(_file));

    [Fact]
    public Task Keys_of_groups_are_their_own() => KeyScenarios.Keys_of_groups_are_their_own(ServiceDatabase.Of(_file));

    [Fact]
    public Task Key_outlives_the_purge_until_its_own_time_is_over() =>
        KeyScenarios.Key_outlives_the_purge_until_its_own_time_is_over(ServiceDatabase.Of(_file));

    [Fact]
    public Task Attempt_without_messages_is_remembered_as_such() =>
        KeyScenarios.Attempt_without_messages_is_remembered_as_such(ServiceDatabase.Of(_file));

    [Theory, Trait("race", "71"), Trait("race", "72")]
    [InlineData(false)]
    [InlineData(true)]
    public Task One_sender_of_each_key_commits_in_1500_races(bool deferred) =>
        KeyScenarios.Races_commit_one_sender_of_each_key(ServiceDatabase.Of(_file, deferred), races: 1500, lanes: 4);
}
