using Coordinator.Participants.Crashes;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Participants.Consuming.Handling;

/// <summary>Handles typed messages: each in a scope of its own, and in a transaction with its inbox row if the consumer has an inbox.</summary>
internal sealed class TypedHandler(IReadOnlyList<HandlerRoute> routes, ConsumerOptions options, IServiceProvider services) : ISubscriptionHandler
{
    private readonly TypedBodies _bodies = new([.. routes.Select(route => route.MessageType)], options.UnknownTypes, services);
    private readonly ICrashHook? _crash = services.GetService<ICrashHook>();
    private readonly Dictionary<Type, HandlerRoute> _routes = routes.ToDictionary(route => route.MessageType);

    public async Task<HandlerResult> HandleAsync(ReceivedMessage message, CancellationToken ct)
    {
        if (!_bodies.TryRead(message, out var body, out var instead))
            return instead;
        await using var scope = services.CreateAsyncScope();
        var of = scope.ServiceProvider;
        if (options.InboxScope is not { } inbox)
            return await HandleAsync(body, new MessageContext(message, of), ct);
        var results = await InboxEffect.RunAsync(
            inbox(of),
            [message],
            async (transaction, _, ct) => [await HandleAsync(body, new MessageContext(message, of, transaction), ct)],
            _crash,
            ct);
        return results[0];
    }

    private async Task<HandlerResult> HandleAsync(TypedBody body, MessageContext context, CancellationToken ct) =>
        await _routes[body.Type].Handle(body.Value, context, ct) ?? throw new InvalidOperationException(
            $"The handler of {body.Type} returned null. Return HandlerResult.Done when the message was handled.");
}
