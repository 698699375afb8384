using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Participants;
using Coordinator.Participants.Common;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Coordinator.Testing.Tests;

/// <summary>A running service with a SQLite database.</summary>
internal sealed class ServiceHost : IAsyncDisposable
{
    public const string Topic = "orders.paid";

    private readonly IHost _host;

    private ServiceHost(IHost host) => _host = host;

    public ITransactionalProducer Producer => _host.Services.GetRequiredService<ITransactionalProducer>();

    public static Message Order(string id, TimeSpan delay = default) =>
        new() { Topic = new Topic(Topic), Key = id, Body = "paid"u8.ToArray(), Delay = delay };

    /// <summary>Starts a service that keeps its outcomes in a file.</summary>
    public static Task<ServiceHost> StartAsync(TestCoordinator coordinator, SqliteFile file, Action<CoordinatorParticipantBuilder>? add = null) =>
        StartAsync(coordinator, "orders", builder =>
        {
            builder.UseOutcomeStore(SqlDialect.Sqlite, file.Connect);
            add?.Invoke(builder);
        });

    /// <summary>Starts a service.</summary>
    public static async Task<ServiceHost> StartAsync(TestCoordinator coordinator, string? group, Action<CoordinatorParticipantBuilder> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        // The options of production stay what they are.
        builder.Services.UseTestCoordinator(coordinator);
        add(builder.Services.AddCoordinatorParticipant(options => (options.ProducerGroup, options.ContactPoints) = (group, ["production:4053"])));
        var host = new ServiceHost(builder.Build());
        await host._host.StartAsync();
        await coordinator.WaitUntilConnectedAsync();
        return host;
    }

    public Task<SendResult> SendAsync(Message message) =>
        Producer.SendAsync(message, (System.Data.Common.DbTransaction _, CancellationToken _) => Task.CompletedTask);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
