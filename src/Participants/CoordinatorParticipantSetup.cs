using Coordinator.Participants.Common;
using Coordinator.Participants.Hosting;
using Coordinator.Participants.Link;
using Coordinator.Participants.Producing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Coordinator.Participants;

/// <summary>Makes a service a participant.</summary>
public static class CoordinatorParticipantSetup
{
    /// <summary>
    /// Adds a participant to the host: <see cref="ITransactionalProducer" /> for its code, and the consumers and the checker that
    /// are
    /// named on the returned builder. It connects when the host starts and drains when the host stops.
    /// </summary>
    /// <param name="services">The services of the host; one participant per host.</param>
    /// <param name="configure">Says where the coordinator is and who this service is.</param>
    /// <exception cref="InvalidOperationException">There is a participant already.</exception>
    public static CoordinatorParticipantBuilder AddCoordinatorParticipant(
        this IServiceCollection services,
        Action<CoordinatorParticipantOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        if (services.Any(service => service.ServiceType == typeof(ParticipantHost)))
        {
            throw new InvalidOperationException(
                "This host is a participant already: call AddCoordinatorParticipant once, and add consumers and the checker to the "
                    + "builder that it returns. A service that needs another coordinator or another producer group runs a second host.");
        }

        services.AddLogging();
        services.AddOptions<CoordinatorParticipantOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CoordinatorParticipantOptions>, ParticipantOptionsValidation>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<TransactionIdSource>();
        services.AddSingleton(CommandLinkOf);
        services.AddSingleton<ICommandLink>(provider => provider.GetRequiredService<CommandLink>());
        services.AddSingleton<ITransactionalProducer, TransactionalProducer>();
        services.AddSingleton<ParticipantHost>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<ParticipantHost>());
        return new CoordinatorParticipantBuilder(services);
    }

    private static CommandLink CommandLinkOf(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<CoordinatorParticipantOptions>>().Value;
        return new CommandLink(options.CommandTimeout, options.MaxInFlightCommands);
    }
}
