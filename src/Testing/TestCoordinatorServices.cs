using Coordinator.Participants.Common;
using Coordinator.Participants.Crashes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Coordinator.Testing;

/// <summary>Points the participant of a host at a test coordinator.</summary>
public static class TestCoordinatorServices
{
    /// <summary>
    /// Points the participant of these services at a test coordinator, whatever its options say. Call it before or after
    /// <c>AddCoordinatorParticipant</c>, also in <c>ConfigureTestServices</c> of a <c>WebApplicationFactory</c>.
    /// </summary>
    public static IServiceCollection UseTestCoordinator(this IServiceCollection services, TestCoordinator coordinator)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(coordinator);
        services.RemoveAll<ICrashHook>();
        services.AddSingleton<ICrashHook>(coordinator.Crashes.Add);
        services.PostConfigureAll<CoordinatorParticipantOptions>(coordinator.Configure);
        return services;
    }
}
