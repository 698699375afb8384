using Akka.Configuration;
using Coordinator.Contracts.Wire;

namespace Coordinator.Contracts.Remoting;

/// <summary>
/// Akka configuration that both ends of a link between participant and coordinator share: the transport, strict serialization, and a
/// system that ends only when its owner ends it. Untrusted mode is a second lock behind the guards of connections.
/// </summary>
internal static class LinkSystemConfig
{
    public static Config Config { get; } = StreamTransport.Configuration.WithFallback(WireSettings.Config).WithFallback(
        ConfigurationFactory.ParseString(
            """
            akka {
              stdout-loglevel = OFF
              log-dead-letters = off
              log-dead-letters-during-shutdown = off
              actor {
                provider = remote
                serialization-settings.allow-unregistered-types = off
              }
              coordinated-shutdown {
                run-by-clr-shutdown-hook = off
                exit-clr = off
                run-by-actor-system-terminate = off
              }
              remote.untrusted-mode = on
            }
            """));
}
