using Akka.Actor;
using Akka.Hosting;
using Coordinator.Administration;
using Coordinator.Hosting.Http;
using Coordinator.Hosting.Options;
using Coordinator.Persistence;
using Coordinator.Retention;
using Coordinator.Topics.Catalog;
using Coordinator.Transactions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Tests.Administration;

/// <summary>Serves the endpoints over the HTTP of a node, with the actors that a test has registered.</summary>
internal sealed class AdministrationApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private AdministrationApp(WebApplication app)
    {
        _app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Http { get; }

    /// <summary>Starts the server and installs the schema.</summary>
    public static async Task<AdministrationApp> StartAsync(
        ActorSystem system,
        Database database,
        ITopicCatalog topics,
        ITransactionHistory transactions,
        TimeSpan? answerLimit = null,
        ITransactionExpiry? expiry = null,
        Removals? removals = null)
    {
        await new SchemaInstaller(database).InstallAsync();
        var builder = NodeHttp.CreateBuilder(new HttpOptions { Port = 0 }, new ConfigurationBuilder().AddInMemoryCollection().Build());
        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton<IReadOnlyActorRegistry>(ActorRegistry.For(system));
        builder.Services.AddSingleton(services => new Entities(
            services.GetRequiredService<IReadOnlyActorRegistry>(), new TransactionOptions(), answerLimit));
        builder.Services.AddSingleton(topics);
        builder.Services.AddSingleton<Restores>();
        builder.Services.AddSingleton(services => new RestoreHold(services.GetRequiredService<Restores>(), TimeSpan.FromDays(90)));
        builder.Services.AddSingleton(_ => removals ?? throw new NotSupportedException("This test removes nothing."));
        builder.Services.AddSingleton(expiry ?? NoExpiry.Instance);
        builder.Services.AddSingleton(new TransactionTimeline(transactions, new CheckPolicy(new CheckScheduleOptions()), TimeProvider.System.GetUtcNow));
        var app = builder.Build();
        app.UseNodeHttp();
        app.MapAdministration();
        await app.StartAsync();
        return new AdministrationApp(app);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
