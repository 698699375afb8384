using System.Data;
using Coordinator.Testing;

namespace Coordinator.Participants.Tests.Inbox;

public sealed class PostgresInboxSpec(PostgresDatabaseFixture fixture) : IClassFixture<PostgresDatabaseFixture>, IAsyncLifetime
{
    public Task InitializeAsync() => ServiceDatabase.Of(fixture.Database).CreateTablesAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [PostgresTheory, Trait("race", "13")]
    [InlineData(IsolationLevel.ReadCommitted)]
    [InlineData(IsolationLevel.RepeatableRead)]
    [InlineData(IsolationLevel.Serializable)]
    public Task Redelivery_after_the_effect_has_no_second_effect(IsolationLevel isolation) =>
        InboxScenarios.Race_13_redelivery_after_the_effect_has_no_second_effect(ServiceDatabase.Of(fixture.Database, isolation));

    [PostgresTheory, Trait("race", "14")]
    [InlineData(IsolationLevel.ReadCommitted)]
    [InlineData(IsolationLevel.RepeatableRead)]
    [InlineData(IsolationLevel.Serializable)]
    public Task Two_copies_at_once_have_one_effect(IsolationLevel isolation) =>
        InboxScenarios.Race_14_two_copies_at_once_have_one_effect(ServiceDatabase.Of(fixture.Database, isolation), rounds: 50);

    [PostgresFact]
    public Task Rollback_releases_the_message() =>
        InboxScenarios.Rollback_releases_the_message(ServiceDatabase.Of(fixture.Database));
}
