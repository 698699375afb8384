using Akka.Hosting;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Sessions;

/// <summary>Adds the session listener to an actor system. It is closed until it gets an <see cref="OpenListener" />.</summary>
internal static class SessionsSetup
{
    /// <param name="builder">Builder of the actor system.</param>
    /// <param name="options">Validated options.</param>
    /// <param name="parts">Looks up the dependencies when the listener opens.</param>
    public static AkkaConfigurationBuilder WithSessions(
        this AkkaConfigurationBuilder builder, SessionOptions options, Func<IReadOnlyActorRegistry, SessionParts> parts) =>
        builder.WithActors((system, registry) => registry.Register<SessionListener>(
            system.ActorOf(SessionListener.Props(() => parts(registry), options), SessionListenerAddress.ActorName)));
}
