using System.Net;
using Coordinator.Contracts.Producing;
using Coordinator.Testing.Crashes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Shop.Orders;

namespace Coordinator.Testing.Tests;

/// <summary>Tests a web service as it is, with its own Program, PostgreSQL and Entity Framework Core.</summary>
public sealed class WebServiceSpec(PostgresDatabaseFixture postgres) : IClassFixture<PostgresDatabaseFixture>
{
    private static readonly Uri Pay = new("/orders/17/pay", UriKind.Relative);

    [PostgresFact]
    public async Task Service_in_a_WebApplicationFactory_dies_and_its_payment_is_published_once()
    {
        await using var coordinator = await TestCoordinator.StartAsync();
        await using (var factory = Start(coordinator))
        {
            using var client = factory.CreateClient();
            coordinator.CrashNext(CrashPoint.AfterLocalCommit);
            using var died = await client.PostAsync(Pay, content: null);
            Assert.Equal(HttpStatusCode.InternalServerError, died.StatusCode);
            Assert.Contains(nameof(SimulatedCrashException), await died.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await using var again = Start(coordinator);
        using var customer = again.CreateClient();
        await coordinator.AdvanceAsync(TimeSpan.FromSeconds(10));
        await coordinator.WaitUntilQuietAsync();
        Assert.Single(await coordinator.MessagesAsync("orders.paid"));
        using var answer = await customer.PostAsync(Pay, content: null);
        await coordinator.WaitUntilQuietAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("\"wasAlreadyCommitted\":true", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("ann", Assert.Single(await coordinator.MessagesAsync("orders.paid")).OrderingKey);
        Assert.Equal(TransactionPhase.Completed, Assert.Single(await coordinator.TransactionsAsync()).Phase);
    }

    private WebApplicationFactory<OrdersContext> Start(TestCoordinator coordinator) =>
        new WebApplicationFactory<OrdersContext>().WithWebHostBuilder(builder => builder
            .UseSetting("ConnectionStrings:Orders", postgres.Database.ConnectionString)
            .UseSetting("CoordinatorParticipant:ProducerGroup", "orders")
            .ConfigureTestServices(services => services.UseTestCoordinator(coordinator)));
}
