using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Participants.Common;

/// <summary>Registers services of one participant of a host.</summary>
internal static class ParticipantRegistrations
{
    /// <summary>Adds a service that is made once.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="name">Name of the participant; <c>null</c>: the one without a name.</param>
    /// <param name="make">Makes the service.</param>
    public static void AddFor<T>(this IServiceCollection services, string? name, Func<ParticipantServices, T> make)
        where T : class
    {
        if (name is null)
            services.AddSingleton(provider => make(new ParticipantServices(provider, name: null)));
        else
            services.AddKeyedSingleton(name, (provider, _) => make(new ParticipantServices(provider, name)));
    }

    /// <summary>Adds a service that is there already.</summary>
    public static void AddFor<T>(this IServiceCollection services, string? name, T instance)
        where T : class
    {
        if (name is null)
            services.AddSingleton(instance);
        else
            services.AddKeyedSingleton(name, instance);
    }

    /// <summary>True when a service is registered for a participant.</summary>
    public static bool HasFor<T>(this IServiceCollection services, string? name) =>
        services.Any(service => service.ServiceType == typeof(T) && Equals(service.ServiceKey, name));

    /// <summary>Returns the registered instances of a type for a participant.</summary>
    public static IEnumerable<T> InstancesFor<T>(this IServiceCollection services, string? name) => services
        .Where(service => service.ServiceType == typeof(T) && Equals(service.ServiceKey, name))
        .Select(service => service.IsKeyedService ? service.KeyedImplementationInstance : service.ImplementationInstance)
        .OfType<T>();
}
