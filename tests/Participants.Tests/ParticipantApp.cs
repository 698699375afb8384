using Coordinator.Contracts.Messages;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Common;
using Coordinator.Participants.Producing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Tests;

/// <summary>A participant in a host of its own, as a service would run it.</summary>
internal sealed class ParticipantApp : IAsyncDisposable
{
    private readonly IHost _host;

    private ParticipantApp(IHost host) => _host = host;

    public ITransactionalProducer Producer => _host.Services.GetRequiredService<ITransactionalProducer>();

    public IServiceProvider Services => _host.Services;

    public static Message Message { get; } = new() { Topic = new("orders.paid"), Body = "paid"u8.ToArray(), Key = "4711" };

    public static Task<ParticipantApp> StartAsync(
        FakeCoordinator coordinator,
        Action<CoordinatorParticipantBuilder>? build = null,
        Action<CoordinatorParticipantOptions>? configure = null) =>
        StartAsync([coordinator.ContactPoint], build, configure);

    public static async Task<ParticipantApp> StartAsync(
        IReadOnlyList<string> contactPoints,
        Action<CoordinatorParticipantBuilder>? build = null,
        Action<CoordinatorParticipantOptions>? configure = null)
    {
        var app = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        app.Logging.SetMinimumLevel(LogLevel.None);
        var participant = app.Services.AddCoordinatorParticipant(options =>
        {
            options.ContactPoints = contactPoints;
            options.ProducerGroup = "orders";
            options.StopTimeout = TimeSpan.FromSeconds(2);
            configure?.Invoke(options);
        });
        build ??= builder => builder.UseChecker((_, _) => Task.FromResult(CheckResult.InProgress()));
        build(participant);
        var host = app.Build();
        await host.StartAsync();
        return new ParticipantApp(host);
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
