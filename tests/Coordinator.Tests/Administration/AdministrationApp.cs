using Akka.Actor;
using Akka.Hosting;
using Coordinator.Administration;
using Coordinator.Persistence;
using Coordinator.Topics.Catalog;
using Coordinator.Transactions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Tests.Administration;

/// <summary>Serves the endpoints over real HTTP, with the actors that a test has registered.</summary>
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
        ActorSystem system, Database database, ITopicCatalog topics, ITransactionHistory transactions)
    {
        await new SchemaInstaller(database).InstallAsync();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton<IReadOnlyActorRegistry>(ActorRegistry.For(system));
        builder.Services.AddSingleton<Entities>();
        builder.Services.AddSingleton(topics);
        builder.Services.AddSingleton(new TransactionTimeline(transactions, new CheckPolicy(new CheckScheduleOptions())));
        var app = builder.Build();
        app.UseRouting();
        app.MapAdministration(allowRemote: false);
        await app.StartAsync();
        return new AdministrationApp(app);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
