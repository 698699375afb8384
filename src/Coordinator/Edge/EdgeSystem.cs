using System.Globalization;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Remote;
using Coordinator.Contracts.Common;
using Coordinator.Contracts.Logging;
using Coordinator.Contracts.Remoting;
using Coordinator.Contracts.Remoting.Connections;
using Coordinator.Contracts.Remoting.Tls;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Edge;

/// <summary>
/// Actor system that participants reach. In it live the listener and the gates, and nothing else: a participant that got past everything
/// would find no transaction, no queue and no cluster.
/// </summary>
internal sealed class EdgeSystem
{
    private static readonly Config Own = ConfigurationFactory.ParseString(
        $$"""
        akka {
          loggers = ["{{Hocon.NameOf(typeof(EdgeLogger))}}"]
          loglevel = WARNING
          remote {
            log-remote-lifecycle-events = OFF
            # No address is used twice, so nothing need be remembered of one that is gone.
            retry-gate-closed-for = 1s
            prune-quarantine-marker-after = 1s
            flush-wait-on-shutdown = 500ms
          }
        }
        """);

    private readonly EdgeConnections _connections;
    private readonly EdgeLimits _limits;

    private EdgeSystem(ActorSystem system, EdgeConnections connections, EdgeLimits limits)
    {
        System = system;
        _connections = connections;
        _limits = limits;
    }

    public ActorSystem System { get; }

    /// <summary>Address at which participants connect, as <c>host:port</c>.</summary>
    public string ContactPoint
    {
        get
        {
            var address = ((ExtendedActorSystem)System).Provider.DefaultAddress;
            return string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{address.Port}");
        }
    }

    /// <param name="endpoint">Endpoint to listen on.</param>
    /// <param name="tls">Certificate of this node, and the authorities of participants. <c>null</c>: plain TCP.</param>
    /// <param name="connections">Connections, and their limits.</param>
    /// <param name="loggers">Logs.</param>
    public static EdgeSystem Start(
        ListenEndpoint endpoint, TlsCredentials? tls, EdgeConnections connections, ILoggerFactory loggers)
    {
        var limits = new EdgeLimits();
        var role = new EdgeRole(
            endpoint, tls, connections, limits, new EdgeLog(loggers.CreateLogger("Coordinator.Edge"), TimeProvider.System));
        var config = InlineExecutor.Config.WithFallback(Own).WithFallback(LinkSystemConfig.Config);
        var system = ActorSystem.Create(SessionListenerAddress.EdgeSystemName, ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig(config),
            new SystemLoggerSetup(loggers),
            new RemotingSetup(role)));
        var remote = (IRemoteActorRefProvider)((ExtendedActorSystem)system).Provider;
        role.Forget = (address, uid) => remote.Quarantine(address, uid);
        system.RegisterOnTermination(connections.Dispose);
        return new EdgeSystem(system, connections, limits);
    }

    /// <summary>Starts the listener. Until then, requests of participants wait for their repetition.</summary>
    /// <param name="sessions">Session listener, in the inner actor system.</param>
    /// <returns>The listener, without which no participant reaches the node.</returns>
    public IActorRef Open(IActorRef sessions) => System.ActorOf(
        Props.Create(() => new EdgeListener(_connections, _limits, sessions)), SessionListenerAddress.ActorName);
}
