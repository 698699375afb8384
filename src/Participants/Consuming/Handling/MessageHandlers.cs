using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Coordinator.Participants.Consuming.Handling;

/// <summary>Handlers of one consumer, one for each type of messages.</summary>
public sealed class MessageHandlers
{
    private readonly IServiceCollection _services;
    private readonly List<HandlerRoute> _routes = [];

    internal MessageHandlers(IServiceCollection services) => _services = services;

    internal IReadOnlyList<HandlerRoute> Routes => _routes;

    /// <summary>
    /// Handles a type with a class. It is added to the services, as scoped, unless the service has done so.
    /// </summary>
    /// <exception cref="InvalidOperationException">The type has a handler already.</exception>
    public MessageHandlers Handle<TMessage, THandler>()
        where TMessage : notnull
        where THandler : class, IMessageHandler<TMessage>
    {
        AddScoped<THandler>(_services);
        return Add<TMessage>(typeof(THandler), (message, context, ct) =>
            context.Services.GetRequiredService<THandler>().HandleAsync(message, context, ct));
    }

    /// <summary>Handles a type with a function that returns the result.</summary>
    /// <exception cref="InvalidOperationException">The type has a handler already.</exception>
    public MessageHandlers Handle<TMessage>(Func<TMessage, MessageContext, CancellationToken, Task<HandlerResult>> handler)
        where TMessage : notnull
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Add(null, handler);
    }

    /// <summary>Handles a type with a function that acknowledges by returning.</summary>
    /// <exception cref="InvalidOperationException">The type has a handler already.</exception>
    public MessageHandlers Handle<TMessage>(Func<TMessage, MessageContext, CancellationToken, Task> handler)
        where TMessage : notnull
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Add<TMessage>(null, async (message, context, ct) =>
        {
            await handler(message, context, ct);
            return HandlerResult.Done;
        });
    }

    /// <summary>Adds a handler class to the services. An interface or an abstract class is for the service to add.</summary>
    internal static void AddScoped<THandler>(IServiceCollection services) where THandler : class
    {
        if (!typeof(THandler).IsAbstract)
            services.TryAddScoped<THandler>();
    }

    private MessageHandlers Add<TMessage>(Type? handlerType, Func<TMessage, MessageContext, CancellationToken, Task<HandlerResult>> handle)
        where TMessage : notnull
    {
        if (_routes.Any(route => route.MessageType == typeof(TMessage)))
            throw new InvalidOperationException($"This consumer handles {typeof(TMessage)} already. Handle each type of messages once.");
        _routes.Add(new HandlerRoute(typeof(TMessage), handlerType, (body, context, ct) => handle((TMessage)body, context, ct)));
        return this;
    }
}
