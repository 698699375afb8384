using System.Globalization;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote.Transport.DotNetty;
using Coordinator.Contracts.Common;
using Coordinator.Contracts.Runtime;
using Coordinator.Contracts.Wire;
using Coordinator.Participants.Common;

namespace Coordinator.Participants.Hosting;

/// <summary>The Akka configuration of a participant's actor system.</summary>
internal static class ParticipantSystemConfig
{
    /// <summary>
    /// Settings that no option changes. Serialization is strict, and untrusted mode refuses remote system messages and selections. The
    /// gate of a lost address opens soon: while it is closed, remoting drops messages silently, and the link has its own back-off.
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
            # Remoting ends the system when a TLS handshake fails. Certificates are renewed, so the link keeps trying instead.
            terminate-actor-system = off
            run-by-actor-system-terminate = off
          }
          remote {
            untrusted-mode = on
            log-remote-lifecycle-events = DEBUG
            retry-gate-closed-for = 20ms
            dot-netty.tcp.connection-timeout = 3s
          }
        }
        """);

    public static Config For(CoordinatorParticipantOptions options) =>
        Tls(options.Tls).WithFallback(Endpoint(options)).WithFallback(WireSettings.Config).WithFallback(Fixed);

    /// <summary>Returns the setup of TLS. It is empty when TLS is not configured.</summary>
    public static IEnumerable<Setup> TlsSetup(CoordinatorParticipantOptions options)
    {
        if (options.Tls is not { } tls)
            yield break;
        var identity = new TlsIdentity(tls.CertificatePath, tls.CertificatePassword, tls.AuthorityPath);
        yield return new DotNettySslSetup(
            identity.Certificate,
            suppressValidation: false,
            requireMutualAuthentication: true,
            (certificate, chain, _, _, _) => identity.Trusts(certificate, chain));
    }

    /// <summary>Filter for the last message of remoting, which Akka writes to the console of the service.</summary>
    public static LogFilterSetup Quiet { get; } = new LogFilterBuilder().ExcludeMessageContaining("Remoting shut down").Build();

    private static Config Endpoint(CoordinatorParticipantOptions options) => ConfigurationFactory.ParseString(string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        akka.remote.dot-netty.tcp {
          hostname = {{Hocon.Quoted(options.Hostname)}}
          port = {{options.Port}}
        }
        """));

    private static Config Tls(ParticipantTlsOptions? tls) =>
        tls is null ? Config.Empty : ConfigurationFactory.ParseString("akka.remote.dot-netty.tcp.enable-ssl = on");
}
