using Coordinator.Participants.Consuming;
using Coordinator.Participants.Consuming.Handling;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Participants;

/// <summary>Consumes topics with handlers of typed messages.</summary>
/// <remarks>
/// All methods throw <see cref="ArgumentException" /> for names that are not valid, and <see cref="InvalidOperationException" /> when the group consumes
/// the topic already. Types and handlers are checked when the host starts.
/// </remarks>
public static class TypedConsumers
{
    /// <summary>Consumes a topic with a class that handles one type of messages. Each message gets an instance in a scope of its own.</summary>
    /// <param name="participant">The participant.</param>
    /// <param name="group">The consumer group that this service is a member of.</param>
    /// <param name="topic">The topic, which is created when it does not exist.</param>
    /// <param name="configure">Changes the defaults of this subscription.</param>
    public static CoordinatorParticipantBuilder AddConsumer<TMessage, THandler>(
        this CoordinatorParticipantBuilder participant, string group, string topic, Action<ConsumerOptions>? configure = null)
        where TMessage : notnull
        where THandler : class, IMessageHandler<TMessage> =>
        AddConsumer(participant, group, topic, handlers => handlers.Handle<TMessage, THandler>(), configure);

    /// <summary>Consumes a topic with a function that handles one type of messages and returns the result.</summary>
    /// <param name="participant">The participant.</param>
    /// <param name="group">The consumer group that this service is a member of.</param>
    /// <param name="topic">The topic, which is created when it does not exist.</param>
    /// <param name="handler">The function. The services of the scope of each message are in its context.</param>
    /// <param name="configure">Changes the defaults of this subscription.</param>
    public static CoordinatorParticipantBuilder AddConsumer<TMessage>(
        this CoordinatorParticipantBuilder participant,
        string group,
        string topic,
        Func<TMessage, MessageContext, CancellationToken, Task<HandlerResult>> handler,
        Action<ConsumerOptions>? configure = null)
        where TMessage : notnull =>
        AddConsumer(participant, group, topic, handlers => handlers.Handle(handler), configure);

    /// <summary>Consumes a topic with a function that handles one type of messages and acknowledges by returning.</summary>
    /// <inheritdoc cref="AddConsumer{TMessage}(CoordinatorParticipantBuilder, string, string, Func{TMessage, MessageContext, CancellationToken, Task{HandlerResult}}, Action{ConsumerOptions})" />
    public static CoordinatorParticipantBuilder AddConsumer<TMessage>(
        this CoordinatorParticipantBuilder participant,
        string group,
        string topic,
        Func<TMessage, MessageContext, CancellationToken, Task> handler,
        Action<ConsumerOptions>? configure = null)
        where TMessage : notnull =>
        AddConsumer(participant, group, topic, handlers => handlers.Handle(handler), configure);

    /// <summary>Consumes a topic that has several types of messages, each with a handler of its own.</summary>
    /// <param name="participant">The participant.</param>
    /// <param name="group">The consumer group that this service is a member of.</param>
    /// <param name="topic">The topic, which is created when it does not exist.</param>
    /// <param name="handlers">Adds the handlers. <see cref="ConsumerOptions.UnknownTypes" /> says what becomes of other types.</param>
    /// <param name="configure">Changes the defaults of this subscription.</param>
    public static CoordinatorParticipantBuilder AddConsumer(
        this CoordinatorParticipantBuilder participant,
        string group,
        string topic,
        Action<MessageHandlers> handlers,
        Action<ConsumerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(participant);
        ArgumentNullException.ThrowIfNull(handlers);
        var added = new MessageHandlers(participant.Services);
        handlers(added);
        if (added.Routes.Count == 0)
            throw new ArgumentException($"The consumer '{group}' of '{topic}' has no handler. Call Handle for each type of messages.", nameof(handlers));
        var options = ConsumerOptions.Of(configure);
        return participant.Subscribe(
            group,
            topic,
            options,
            services => new TypedHandler(added.Routes, options, services),
            services => Problems(
                services,
                [.. added.Routes.Select(route => route.MessageType)],
                added.Routes.Select(route => route.HandlerType).OfType<Type>()));
    }

    /// <summary>
    /// Consumes a topic with a class that handles batches of one type. Size and time bound are <see cref="ConsumerOptions.BatchSize" /> and
    /// <see cref="ConsumerOptions.BatchWait" />. Each batch gets an instance in a scope of its own.
    /// </summary>
    /// <inheritdoc cref="AddConsumer{TMessage, THandler}" />
    public static CoordinatorParticipantBuilder AddBatchConsumer<TMessage, THandler>(
        this CoordinatorParticipantBuilder participant, string group, string topic, Action<ConsumerOptions>? configure = null)
        where TMessage : notnull
        where THandler : class, IBatchHandler<TMessage>
    {
        ArgumentNullException.ThrowIfNull(participant);
        MessageHandlers.AddScoped<THandler>(participant.Services);
        return AddBatchConsumer<TMessage>(
            participant,
            group,
            topic,
            (messages, context, ct) => context.Services.GetRequiredService<THandler>().HandleAsync(messages, context, ct),
            configure,
            typeof(THandler));
    }

    /// <summary>Consumes a topic with a function that handles batches of one type.</summary>
    /// <param name="participant">The participant.</param>
    /// <param name="group">The consumer group that this service is a member of.</param>
    /// <param name="topic">The topic, which is created when it does not exist.</param>
    /// <param name="handler">The function, see <see cref="IBatchHandler{TMessage}.HandleAsync" />.</param>
    /// <param name="configure">Changes the defaults of this subscription.</param>
    public static CoordinatorParticipantBuilder AddBatchConsumer<TMessage>(
        this CoordinatorParticipantBuilder participant,
        string group,
        string topic,
        Func<IReadOnlyList<TMessage>, BatchContext, CancellationToken, Task<BatchResult>> handler,
        Action<ConsumerOptions>? configure = null)
        where TMessage : notnull
    {
        ArgumentNullException.ThrowIfNull(participant);
        ArgumentNullException.ThrowIfNull(handler);
        return AddBatchConsumer(participant, group, topic, handler, configure, null);
    }

    private static CoordinatorParticipantBuilder AddBatchConsumer<TMessage>(
        CoordinatorParticipantBuilder participant,
        string group,
        string topic,
        Func<IReadOnlyList<TMessage>, BatchContext, CancellationToken, Task<BatchResult>> handler,
        Action<ConsumerOptions>? configure,
        Type? handlerType)
        where TMessage : notnull
    {
        var options = ConsumerOptions.Of(configure);
        options.IsBatch = true;
        return participant.Subscribe(
            group,
            topic,
            options,
            services => new BatchHandler<TMessage>(handler, options, services),
            services => Problems(services, [typeof(TMessage)], handlerType is null ? [] : [handlerType]));
    }

    private static IEnumerable<string> Problems(IServiceProvider services, IReadOnlyList<Type> types, IEnumerable<Type> handlers)
    {
        var known = services.GetRequiredService<IServiceProviderIsService>();
        return new TypedBodies(types, UnknownTypes.Reject, services).Problems().Concat(handlers
            .Where(handler => !known.IsService(handler))
            .Select(handler => $"handler {handler} is not among the services, and the library cannot make it. Add it with AddScoped."));
    }
}
