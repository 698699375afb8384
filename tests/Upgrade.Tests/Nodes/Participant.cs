using Coordinator.Contracts.Sessions;
using Coordinator.Participants;
using Coordinator.Participants.Producing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Coordinator.Upgrade.Tests.Nodes;

/// <summary>A service, with an actor system and a connection of its own.</summary>
internal sealed class Participant : IAsyncDisposable
{
    private readonly IHost _host;

    private Participant(IHost host) => _host = host;

    public ITransactionalProducer Producer => _host.Services.GetRequiredService<ITransactionalProducer>();

    /// <param name="contactPoint">Of a node.</param>
    /// <param name="instance">Its name.</param>
    /// <param name="group">That it produces for; <c>null</c> when it only consumes.</param>
    /// <param name="build">What else it does.</param>
    /// <param name="credentials">Where they are asked for.</param>
    /// <param name="stopTimeout">How long a stop waits for its handlers.</param>
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
