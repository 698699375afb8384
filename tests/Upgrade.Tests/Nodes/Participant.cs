using Coordinator.Contracts.Sessions;
using Coordinator.Participants;
using Coordinator.Participants.Producing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Coordinator.Upgrade.Tests.Nodes;

/// <summary>Service with an actor system and a connection of its own.</summary>
internal sealed class Participant : IAsyncDisposable
{
    private readonly IHost _host;

    private Participant(IHost host) => _host = host;

    public ITransactionalProducer Producer => _host.Services.GetRequiredService<ITransactionalProducer>();

    /// <param name="contactPoint">Contact point of a node.</param>
    /// <param name="instance">Name of the instance.</param>
    /// <param name="group">Group that it produces for; <c>null</c> when it only consumes.</param>
    /// <param name="build">Adds further parts to the service.</param>
    /// <param name="credentials">Credentials, where the coordinator requires them.</param>
    /// <param name="stopTimeout">Time that a stop waits for its handlers.</param>
    public static async Task<Participant> StartAsync(
        string contactPoint,
        string instance,
        string? group,
        Action<CoordinatorParticipantBuilder> build,
        Credentials? credentials = null,
        TimeSpan? stopTimeout = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.None);
        build(builder.Services.AddCoordinatorParticipant(options =>
        {
            options.ContactPoints = [contactPoint];
            options.Instance = instance;
            options.ProducerGroup = group;
            options.Credentials = credentials;
            options.CommandTimeout = TimeSpan.FromSeconds(60);
            options.OpenTimeout = TimeSpan.FromSeconds(30);
            options.StopTimeout = stopTimeout ?? TimeSpan.FromSeconds(10);
        }));
        var host = builder.Build();
        await host.StartAsync();
        return new Participant(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
