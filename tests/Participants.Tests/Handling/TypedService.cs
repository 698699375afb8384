using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Hosting;
using Coordinator.Participants.Typed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Coordinator.Participants.Tests.Handling;

/// <summary>A service with one consumer, whose deliveries come from the test.</summary>
internal sealed class TypedService : IAsyncDisposable
{
    public const string Group = "shipping";
    public const string Topic = "orders";

    private readonly ServiceProvider _services;
    private readonly Subscription _subscription;

    private TypedService(ServiceProvider services)
    {
        _services = services;
        _subscription = services.GetRequiredService<Subscription>();
        Runner = new HandlerRunner(_subscription, services, TimeProvider.System, Lines);
    }

    public LogLines Lines { get; } = new();

    public HandlerRunner Runner { get; }

    public MessageFactory Messages => _services.GetRequiredService<MessageFactory>();

    public static TypedService Of(Action<CoordinatorParticipantBuilder> build)
    {
        var services = new ServiceCollection();
        build(services.AddCoordinatorParticipant(_ => { }));
        return new TypedService(services.BuildServiceProvider());
    }

    /// <summary>Makes what a start makes, such as tables.</summary>
    public static async Task<TypedService> StartAsync(Action<CoordinatorParticipantBuilder> build)
    {
        var service = Of(build);
        foreach (var step in service._services.GetServices<StartStep>())
            await step.Run(service._services, CancellationToken.None);
        return service;
    }

    /// <summary>Lists what keeps the host from starting.</summary>
    public IReadOnlyList<string> Problems()
    {
        try
        {
            _ = _services.GetRequiredService<IOptions<Common.CoordinatorParticipantOptions>>().Value;
            return [];
        }
        catch (OptionsValidationException invalid)
        {
            return [.. invalid.Failures];
        }
    }

    public Task<Settle?> DeliverAsync<T>(T body, int attempt = 1, long offset = 1, CancellationToken ct = default)
        where T : notnull => DeliverAsync(Messages.Create(new Topic(Topic), body), attempt, offset, ct);

    public async Task<Settle?> DeliverAsync(Message message, int attempt = 1, long offset = 1, CancellationToken ct = default)
    {
        var delivery = new DeliveryId(new ConsumerGroup(Group), new QueueId(new Topic(Topic), 0), offset, attempt);
        var id = new MessageId(new TransactionId($"t-{offset}"), 0);
        var settle = await Runner.RunAsync(new Deliver(delivery, id, message, DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(1)), ct);
        return settle?.Invoke(delivery);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
