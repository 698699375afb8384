using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.EntityFrameworkCore;
using Coordinator.Participants.Fence;
using Coordinator.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Participants.Tests.EntityFramework;

/// <summary>Tests a host whose outcomes are in the database of its context.</summary>
public sealed class ContextHostSpec
{
    [Fact]
    public Task Sends_and_checks_go_to_the_database_of_the_context_on_Sqlite() => WithAsync(
        new SqliteFile(), (file, options) => options.UseSqlite($"Data Source={file.Path}"), file => file.Dispose());

    [PostgresFact]
    public async Task Sends_and_checks_go_to_the_database_of_the_context_on_PostgreSQL()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        await WithAsync(database, (server, options) => options.UseNpgsql(server.ConnectionString), _ => { });
    }

    private static async Task WithAsync<T>(T database, Action<T, DbContextOptionsBuilder> use, Action<T> end)
    {
        await using var coordinator = FakeCoordinator.Start();
        await using (var app = await ParticipantApp.StartAsync(coordinator, participant =>
        {
            participant.Services.AddDbContext<ShopContext>(options => use(database, options));
            participant.UseDbContext<ShopContext>();
        }))
        {
            await using var scope = app.Services.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<ShopContext>();
            await context.Database.ExecuteSqlRawAsync("CREATE TABLE \"Orders\" (\"Id\" integer PRIMARY KEY, \"Customer\" text NOT NULL)");

            var sent = await app.Producer.SendAsync(context, (local, _) =>
            {
                context.Add(new Order { Id = 7, Customer = "ann" });
                local.Publish(new Message { Topic = new Topic("orders.paid") });
                return Task.CompletedTask;
            });

            Assert.True(sent.Confirmed);
            var store = app.Services.GetRequiredService<IOutcomeStore>();
            Assert.Equal(CheckVerdict.Committed, (await store.CheckAsync(sent.Id, default)).Verdict);
            Assert.Equal(CheckVerdict.RolledBack, (await store.CheckAsync(new TransactionId("other"), default)).Verdict);
            Assert.Single(coordinator.Commands.OfType<Prepare>());
        }

        end(database);
    }
}
