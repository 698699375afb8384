using System.Data.Common;
using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Tests.Typed;
using Coordinator.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Participants.Tests.Handling;

public sealed class SqliteHandlerInboxSpec : IDisposable
{
    private readonly SqliteFile _file = new();

    private ServiceDatabase Database => ServiceDatabase.Of(_file);

    public void Dispose() => _file.Dispose();

    [Fact, Trait("race", "13")]
    public Task Effect_and_row_are_committed_together_and_a_redelivery_runs_nothing() =>
        HandlerInboxScenarios.Effect_and_row_are_committed_together_and_a_redelivery_runs_nothing(Database);

    [Fact]
    public Task Failure_of_a_handler_takes_back_row_and_effect() =>
        HandlerInboxScenarios.Failure_of_a_handler_takes_back_row_and_effect(Database);

    [Fact]
    public Task Batch_has_the_effects_of_what_is_new_and_done() =>
        HandlerInboxScenarios.Batch_has_the_effects_of_what_is_new_and_done(Database);

    /// <summary>As an ORM does it, whose context is one of the services and keeps its changes until it saves them.</summary>
    [Fact]
    public async Task Transaction_can_be_that_of_a_service_of_the_scope()
    {
        await Database.CreateTablesAsync();
        await using var service = TypedService.Of(participant =>
        {
            participant.Services.AddScoped(_ => new UnitOfWork(_file.Connect()));
            participant.AddConsumer<OrderPaid, PaidHandler>(TypedService.Group, TypedService.Topic, options =>
                options.UseInbox(services => services.GetRequiredService<UnitOfWork>()));
        });

        Assert.IsType<Acknowledge>(await service.DeliverAsync(new OrderPaid("o-1", 1), attempt: 1));
        Assert.IsType<Acknowledge>(await service.DeliverAsync(new OrderPaid("o-1", 1), attempt: 2));

        Assert.Equal(1, await Database.OrdersAsync("o-1"));
        Assert.Equal(1, await Database.CountAsync("SELECT count(*) FROM coordinator_inbox"));
    }

    private sealed class UnitOfWork(SqliteConnection connection) : IInboxScope, IAsyncDisposable
    {
        public SqlDialect Dialect => SqlDialect.Sqlite;

        public List<string> Added { get; } = [];

        public async Task RunAsync(Func<DbTransaction, CancellationToken, Task<bool>> work, CancellationToken ct)
        {
            await connection.OpenAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            if (!await work(transaction, ct))
                return;
            foreach (var order in Added)
                await connection.ExecuteAsync($"INSERT INTO orders (id) VALUES ('{order}')", transaction);
            await transaction.CommitAsync(ct);
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }

    private sealed class PaidHandler(UnitOfWork work) : IMessageHandler<OrderPaid>
    {
        public Task<HandlerResult> HandleAsync(OrderPaid message, MessageContext context, CancellationToken ct)
        {
            work.Added.Add(message.Id);
            return Task.FromResult(HandlerResult.Done);
        }
    }
}
