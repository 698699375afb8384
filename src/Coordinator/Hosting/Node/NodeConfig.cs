using System.Globalization;
using Akka.Configuration;
using Coordinator.Common;
using Coordinator.Contracts.Sessions;
using Coordinator.Hosting.Options;

namespace Coordinator.Hosting.Node;

/// <summary>Akka's configuration of a node: remoting, cluster, shutdown.</summary>
internal static class NodeConfig
{
    public static Config Of(CoordinatorOptions options) => ConfigurationFactory.ParseString($$"""
        akka {
          # A timer that is cancelled is let go of when the wheel comes round to it. A transaction cancels two, and whatever is held
          # until the next collection makes that long: 0.3 s a turn instead of 5 (docs/performance.md).
          scheduler.ticks-per-wheel = 32
          cluster {
            sharding {
              role = {{ShardSettings.Role}}
              state-store-mode = ddata
              # It would cost a write before every first message, and start all at once: the sweep finds what is open.
              remember-entities = off
              # Nothing is remembered, so nothing needs a store of its own.
              distributed-data.durable.keys = []
              # The node with the fewest shards gets the next; of those of a region (64) so many move every ten seconds, and a
              # command for one that is moving waits.
              least-shard-allocation-strategy {
                rebalance-absolute-limit = 8
                rebalance-relative-limit = 0.25
              }
            }
            # By Akka's advice for up to five nodes: so long the picture must stand still before the minority goes down.
            split-brain-resolver.stable-after = 7s
            run-coordinated-shutdown-when-down = on
            # Said of every start, before there is a cluster.
            singleton-proxy.log-singleton-identification-failure = off
          }
          coordinated-shutdown {
            # The host does both.
            run-by-clr-shutdown-hook = off
            exit-clr = off
            phases.service-requests-done.timeout = {{Milliseconds(options.Sessions.DrainTimeout + NodeShutdown.Margin)}}
          }
          remote.dot-netty.tcp {
            hostname = {{Hocon.Quoted(options.Remoting.Host)}}
            public-hostname = {{Hocon.Quoted(options.Remoting.PublicHost ?? options.Remoting.Host)}}
            port = {{options.Remoting.Port}}
          }
        }
        """)
        .WithFallback(FirstSeed(options))
        .WithFallback(Closed(options));

    public static string[]? Seeds(CoordinatorOptions options) => options.Cluster.Seeds.Count == 0
        ? null
        : [.. options.Cluster.Seeds.Select(seed => SessionListenerAddress.NodeAt(seed, options.Remoting.TlsCertificate is not null))];

    /// <summary>To the other seeds the same setting is the pause between two attempts to join, which stays short.</summary>
    private static Config FirstSeed(CoordinatorOptions options)
    {
        var self = $"{options.Remoting.PublicHost ?? options.Remoting.Host}:{options.Remoting.Port}";
        return options.Cluster.Seeds is [var first, ..] && first == self
            ? ConfigurationFactory.ParseString($"akka.cluster.seed-node-timeout = {Milliseconds(options.Cluster.SeedTimeout)}")
            : Config.Empty;
    }

    /// <summary>
    /// A node without others speaks to participants only: they reach the session listener and their sessions, and may neither
    /// look up nor stop anything else. Nodes of a cluster must trust each other, and rely on TLS.
    /// </summary>
    private static Config Closed(CoordinatorOptions options) => options.Cluster.Seeds.Count > 0
        ? Config.Empty
        : ConfigurationFactory.ParseString($$"""
            akka.remote {
              untrusted-mode = on
              trusted-selection-paths = ["/user/{{SessionListenerAddress.ActorName}}", "/system/remote-watcher"]
            }
            """);

    private static string Milliseconds(TimeSpan duration) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)duration.TotalMilliseconds}ms");
}
