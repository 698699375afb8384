using Akka.Configuration;
using Akka.Event;
using Coordinator.Contracts.Remoting;
using Coordinator.Contracts.Wire;

namespace Coordinator.Participants.Hosting;

/// <summary>The Akka configuration of a participant's actor system.</summary>
internal static class ParticipantSystemConfig
{
    /// <summary>
    /// Settings that no option changes. The gate of a lost address opens soon: while it is closed, remoting drops messages silently, and
    /// the link has its own back-off.
    /// </summary>
    private static readonly Config Fixed = ConfigurationFactory.ParseString(
        """
        akka {
          loggers = ["Coordinator.Participants.Hosting.ParticipantLogger, Coordinator.Participants"]
          loglevel = INFO
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
            terminate-actor-system = off
            run-by-actor-system-terminate = off
          }
          remote {
            untrusted-mode = on
            log-remote-lifecycle-events = DEBUG
            retry-gate-closed-for = 20ms
          }
        }
        """);

    public static Config Config { get; } = StreamTransport.Configuration.WithFallback(WireSettings.Config).WithFallback(Fixed);

    /// <summary>Filter for the last message of remoting, which Akka writes to the console of the service.</summary>
    public static LogFilterSetup Quiet { get; } = new LogFilterBuilder().ExcludeMessageContaining("Remoting shut down").Build();
}
