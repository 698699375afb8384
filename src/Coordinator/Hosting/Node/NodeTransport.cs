using Akka.Hosting;
using Coordinator.Contracts.Remoting;
using Coordinator.Contracts.Remoting.Connections;
using Coordinator.Contracts.Remoting.InProcess;
using Coordinator.Contracts.Remoting.Tls;
using Coordinator.Hosting.Options;
using Coordinator.NodeLink;
using Coordinator.Persistence;

namespace Coordinator.Hosting.Node;

/// <summary>Transport of the inner actor system: a port of its own for the nodes of a cluster, and no port for a node by itself.</summary>
internal static class NodeTransport
{
    /// <param name="builder">Builder of the inner actor system.</param>
    /// <param name="options">Options of the node.</param>
    /// <param name="tls">Certificate of the node; <c>null</c> without TLS.</param>
    /// <param name="database">Database with the secret of the cluster.</param>
    /// <param name="network">Network within this process, when the nodes of a cluster share it; <c>null</c> for TCP.</param>
    /// <param name="loggers">Logs.</param>
    public static AkkaConfigurationBuilder WithNodeTransport(
        this AkkaConfigurationBuilder builder,
        CoordinatorOptions options,
        TlsCredentials? tls,
        Database database,
        InProcessNetwork? network,
        ILoggerFactory loggers)
    {
        if (network is not null || options.Cluster.Seeds.Count == 0)
        {
            return builder
                .AddHocon(InProcessTransport.Configuration, HoconAddMode.Prepend)
                .AddSetup((network ?? new InProcessNetwork()).SetupOf(options.Nodes.PublicHost ?? options.Nodes.Host, options.Nodes.Port));
        }

        var log = new NodeLinkLog(loggers.CreateLogger("Coordinator.NodeLink"), TimeProvider.System);
        var presence = new NodePresence(new NodeLock(database, TimeProvider.System), TimeProvider.System, log);
        var role = new NodeRole(options.Nodes.Endpoint(options.Nodes.Port), tls, new ClusterSecret(database), presence, log);
        return builder
            .AddHocon(StreamTransport.Configuration, HoconAddMode.Prepend)
            .AddSetup(new RemotingSetup(role));
    }

    public static ListenEndpoint Endpoint(this EndpointOptions options, int port) =>
        new(options.Host, port, options.PublicHost ?? options.Host);
}
