using Akka.Hosting;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Sessions;

/// <summary>Puts the session listener into an actor system, closed: an <see cref="OpenListener" /> opens it.</summary>
internal static class SessionsSetup
{
    /// <param name="builder">The actor system.</param>
    /// <param name="options">Validated.</param>
    /// <param name="parts">Asked for when the door is opened.</param>
    public static AkkaConfigurationBuilder WithSessions(
        this AkkaConfigurationBuilder builder, SessionOptions options, Func<IReadOnlyActorRegistry, SessionParts> parts) =>
        builder.WithActors((system, registry) => registry.Register<SessionListener>(
            system.ActorOf(SessionListener.Props(() => parts(registry), options), SessionListenerAddress.ActorName)));
}
