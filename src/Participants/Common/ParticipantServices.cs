using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Coordinator.Participants.Common;

/// <summary>Services of one participant of a host. Those of a participant with a name are keyed services.</summary>
/// <param name="host">The services of the host.</param>
/// <param name="name">Name of the participant; <c>null</c>: the one without a name.</param>
internal sealed class ParticipantServices(IServiceProvider host, string? name)
{
    public IServiceProvider Host => host;

    public string? Name => name;

    /// <summary>Validated options of the participant.</summary>
    public CoordinatorParticipantOptions Options =>
        host.GetRequiredService<IOptionsMonitor<CoordinatorParticipantOptions>>().Get(OptionsName(name));

    /// <summary>Name of the options of a participant.</summary>
    public static string OptionsName(string? name) => name ?? Microsoft.Extensions.Options.Options.DefaultName;

    /// <summary>Returns a service of this participant; <c>null</c> when it has none.</summary>
    public T? Find<T>()
        where T : class => name is null ? host.GetService<T>() : host.GetKeyedService<T>(name);

    public T Get<T>()
        where T : class => name is null ? host.GetRequiredService<T>() : host.GetRequiredKeyedService<T>(name);

    public IEnumerable<T> All<T>()
        where T : class => name is null ? host.GetServices<T>() : host.GetKeyedServices<T>(name);

    /// <summary>True when the participant has such a service, without making it.</summary>
    public bool Has<T>() => name is null
        ? host.GetRequiredService<IServiceProviderIsService>().IsService(typeof(T))
        : host.GetRequiredService<IServiceProviderIsKeyedService>().IsKeyedService(typeof(T), name);
}
