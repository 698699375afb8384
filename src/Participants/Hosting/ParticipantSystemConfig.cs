using Akka.Configuration;
using Akka.Event;
using Coordinator.Contracts.Common;
using Coordinator.Contracts.Remoting;

namespace Coordinator.Participants.Hosting;

/// <summary>The Akka configuration of a participant's actor system.</summary>
internal static class ParticipantSystemConfig
{
    /// <summary>
    /// Configuration, which no option changes. The gate of a lost address opens soon: while it is closed, remoting drops messages silently,
    /// and the link has its own back-off.
    /// </summary>
    public static Config Config { get; } = ConfigurationFactory.ParseString(
        $$"""
        akka {
          loggers = ["{{Hocon.NameOf(typeof(ParticipantLogger))}}"]
          loglevel = WARNING
          coordinated-shutdown.terminate-actor-system = off
          remote {
            log-remote-lifecycle-events = OFF
            retry-gate-closed-for = 20ms
          }
        }
        """).WithFallback(LinkSystemConfig.Config);

    /// <summary>Filter for the last message of remoting, which Akka writes to the console of the service.</summary>
    public static LogFilterSetup Quiet { get; } = new LogFilterBuilder().ExcludeMessageContaining("Remoting shut down").Build();
}
