using Coordinator.Participants.Common;
using Coordinator.Participants.Crashes;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Hosting;
using Coordinator.Participants.Link;
using Coordinator.Participants.Producing;
using Coordinator.Participants.Typed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Coordinator.Participants;

/// <summary>Adds a participant to the services of a host.</summary>
public static class CoordinatorParticipantSetup
{
    /// <summary>
    /// Adds a participant to the host, with an <see cref="ITransactionalProducer" />. Consumers and the checker are added with the
    /// returned builder. The participant connects when the host starts and drains when the host stops.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Sets the options, such as the addresses of the coordinator.</param>
    /// <exception cref="InvalidOperationException">The host has a participant without a name already.</exception>
    public static CoordinatorParticipantBuilder AddCoordinatorParticipant(
        this IServiceCollection services,
        Action<CoordinatorParticipantOptions> configure) => Add(services, name: null, configure);

    /// <summary>
    /// Adds one of several participants of a host, such as one for each database or each tenant. Its <see cref="ITransactionalProducer" />, its outcome
    /// store and its <see cref="ICoordinatorConnection" /> are keyed services under its name (<c>[FromKeyedServices("billing")]</c>).
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="name">Name of the participant in this process.</param>
    /// <param name="configure">Sets the options. Each participant should have a producer group of its own.</param>
    /// <remarks>
    /// Each participant has a session and an actor system of its own. Names and formats of typed messages are those of the host, for all participants.
    /// </remarks>
    /// <exception cref="ArgumentException">The name is empty or blank.</exception>
    /// <exception cref="InvalidOperationException">The host has a participant of this name already.</exception>
    public static CoordinatorParticipantBuilder AddCoordinatorParticipant(
        this IServiceCollection services,
        string name,
        Action<CoordinatorParticipantOptions> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Add(services, name, configure);
    }

    private static CoordinatorParticipantBuilder Add(IServiceCollection services, string? name, Action<CoordinatorParticipantOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        if (services.HasFor<ParticipantHost>(name))
        {
            throw new InvalidOperationException(name is null
                ? "This host has a participant already: call AddCoordinatorParticipant once, and add consumers and the checker to the returned builder. "
                    + "Give each further participant a name, as its first argument."
                : $"This host has a participant '{name}' already: give each participant a name of its own.");
        }

        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TransactionIdSource>();
        services.TryAddSingleton<ParticipantLog>();
        AddTypedMessages(services);
        services.AddOptions<CoordinatorParticipantOptions>(ParticipantServices.OptionsName(name)).Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CoordinatorParticipantOptions>>(
            provider => new ParticipantOptionsValidation(new ParticipantServices(provider, name)));
        services.AddFor(name, CommandLinkOf);
        services.AddFor<ICommandLink>(name, own => own.Get<CommandLink>());
        services.AddFor<ITransactionalProducer>(name, ProducerOf);
        services.AddFor(name, own => new CoordinatorConnection(
            own.Host.GetRequiredService<TimeProvider>(), own.Host.GetRequiredService<ParticipantLog>().Loggers.CreateLogger<CoordinatorConnection>()));
        services.AddFor<ICoordinatorConnection>(name, own => own.Get<CoordinatorConnection>());
        services.AddFor(name, own => new ParticipantHost(own));
        services.AddSingleton<IHostedService>(provider => new ParticipantServices(provider, name).Get<ParticipantHost>());
        return new CoordinatorParticipantBuilder(services, name);
    }

    private static void AddTypedMessages(IServiceCollection services)
    {
        services.TryAddSingleton<MessageTypes>();
        services.TryAddSingleton<MessageSerializers>();
        services.TryAddSingleton<MessageReader>();
        services.TryAddSingleton(provider => new MessageFactory(
            provider.GetRequiredService<MessageTypes>(), provider.GetRequiredService<MessageSerializers>()));
    }

    private static CommandLink CommandLinkOf(ParticipantServices own)
    {
        var options = own.Options;
        return new CommandLink(options.CommandTimeout, options.MaxInFlightCommands, own.Host.GetService<ICrashHook>(), own.Get<ICoordinatorConnection>());
    }

    private static TransactionalProducer ProducerOf(ParticipantServices own) => new(
        own.Get<ICommandLink>(),
        Options.Create(own.Options),
        own.Host.GetRequiredService<TransactionIdSource>(),
        own.Host.GetRequiredService<TimeProvider>(),
        own.Host.GetRequiredService<ParticipantLog>(),
        own.Host.GetRequiredService<MessageFactory>(),
        own.Find<IOutcomeStore>(),
        own.Host.GetService<ICrashHook>());
}
