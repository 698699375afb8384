using Coordinator.Testing;

namespace Coordinator.Participants.Tests.Handling;

public sealed class PostgresHandlerInboxSpec(PostgresDatabaseFixture fixture) : IClassFixture<PostgresDatabaseFixture>
{
    private ServiceDatabase Database => ServiceDatabase.Of(fixture.Database);

    [PostgresFact, Trait("race", "13")]
    public Task Effect_and_row_are_committed_together_and_a_redelivery_runs_nothing() =>
        HandlerInboxScenarios.Effect_and_row_are_committed_together_and_a_redelivery_runs_nothing(Database);

    [PostgresFact]
    public Task Failure_of_a_handler_takes_back_row_and_effect() =>
        HandlerInboxScenarios.Failure_of_a_handler_takes_back_row_and_effect(Database);

    [PostgresFact]
    public Task Batch_has_the_effects_of_what_is_new_and_done() =>
        HandlerInboxScenarios.Batch_has_the_effects_of_what_is_new_and_done(Database);
}
