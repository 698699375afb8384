using Coordinator.Participants.Common;
using Coordinator.Participants.Crashes;
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
    /// <param name="services">The services of the host. A host has at most one participant.</param>
    /// <param name="configure">Sets the options, such as the addresses of the coordinator.</param>
    /// <exception cref="InvalidOperationException">The host has a participant already.</exception>
    public static CoordinatorParticipantBuilder AddCoordinatorParticipant(
        this IServiceCollection services,
        Action<CoordinatorParticipantOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        if (services.Any(service => service.ServiceType == typeof(ParticipantHost)))
        {
            throw new InvalidOperationException(
                "This host has a participant already: call AddCoordinatorParticipant once, and add consumers and the checker to the "
                    + "returned builder. A service with another coordinator or another producer group runs a second host.");
        }

        services.AddLogging();
        services.AddOptions<CoordinatorParticipantOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CoordinatorParticipantOptions>, ParticipantOptionsValidation>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<TransactionIdSource>();
        services.AddSingleton(CommandLinkOf);
        services.AddSingleton<ICommandLink>(provider => provider.GetRequiredService<CommandLink>());
        services.AddSingleton<ITransactionalProducer, TransactionalProducer>();
        AddTypedMessages(services);
        services.AddSingleton<ParticipantLog>();
        services.AddSingleton(provider => new CoordinatorConnection(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ParticipantLog>().Loggers.CreateLogger<CoordinatorConnection>()));
        services.AddSingleton<ICoordinatorConnection>(provider => provider.GetRequiredService<CoordinatorConnection>());
        services.AddSingleton<ParticipantHost>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<ParticipantHost>());
        return new CoordinatorParticipantBuilder(services);
    }

    private static void AddTypedMessages(IServiceCollection services)
    {
        services.AddSingleton<MessageTypes>();
        services.AddSingleton<MessageSerializers>();
        services.AddSingleton<MessageReader>();
        services.AddSingleton(provider => new MessageFactory(
            provider.GetRequiredService<MessageTypes>(), provider.GetRequiredService<MessageSerializers>()));
    }

    private static CommandLink CommandLinkOf(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<CoordinatorParticipantOptions>>().Value;
        return new CommandLink(options.CommandTimeout, options.MaxInFlightCommands, services.GetService<ICrashHook>());
    }
}
