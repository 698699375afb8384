using Coordinator.Testing;

namespace Coordinator.Participants.Tests.Inbox;

public sealed class SqliteInboxSpec : IAsyncLifetime, IDisposable
{
    private readonly SqliteFile _file = new();

    public Task InitializeAsync() => ServiceDatabase.Of(_file).CreateTablesAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _file.Dispose();

    [Theory, Trait("race", "13")]
    [InlineData(false)]
    [InlineData(true)]
    public Task Redelivery_after_the_effect_has_no_second_effect(bool deferred) =>
        InboxScenarios.Race_13_redelivery_after_the_effect_has_no_second_effect(ServiceDatabase.Of(_file, deferred));

    [Theory, Trait("race", "14")]
    [InlineData(false)]
    [InlineData(true)]
    public Task Two_copies_at_once_have_one_effect(bool deferred) =>
        InboxScenarios.Race_14_two_copies_at_once_have_one_effect(ServiceDatabase.Of(_file, deferred), rounds: 20);

    [Fact]
    public Task Rollback_releases_the_message() => InboxScenarios.Rollback_releases_the_message(ServiceDatabase.Of(_file));
}
