using System.Globalization;
using Akka.Configuration;
using Coordinator.Common;
using Coordinator.Contracts.Common;
using Coordinator.Contracts.Sessions;
using Coordinator.Edge;
using Coordinator.Hosting.Options;
using Coordinator.NodeLink;
using Coordinator.Persistence;
using Coordinator.Retention;
using Coordinator.Retention.Removals;

namespace Coordinator.Hosting.Node;

/// <summary>Akka configuration of a node: remoting, cluster, shutdown.</summary>
internal static class NodeConfig
{
    private const int MarginShare = 5;

    private static readonly TimeSpan HandshakeMargin = TimeSpan.FromSeconds(10);

    public static Config Of(CoordinatorOptions options) => ConfigurationFactory.ParseString($$"""
        akka {
          # Before and after its loggers run Akka would write to the console, without escaping.
          stdout-loglevel = OFF
          # The scheduler releases a cancelled timer when its wheel reaches it. A transaction cancels two timers. What they hold makes
          # garbage collections long, so a turn of the wheel takes 0.3 s instead of 5 s (docs/performance.md).
          scheduler.ticks-per-wheel = 32
          cluster {
            sharding {
              role = {{ShardSettings.Role}}
              state-store-mode = ddata
              # Remembered entities would cost a write before each first message, and all start at once. The sweep finds the open ones.
              remember-entities = off
              # Without remembered entities, distributed data needs no durable store.
              distributed-data.durable.keys = []
              # A coordinator of shards that starts or stops loses questions. They are repeated soon, because commands wait for the answers.
              retry-interval = 1s
              waiting-for-state-timeout = 1s
              updating-state-timeout = 1s
              # The node with the fewest shards gets the next one. At most this many of the 64 shards of a region move every ten
              # seconds, because commands for a moving shard wait.
              least-shard-allocation-strategy {
                rebalance-absolute-limit = 8
                rebalance-relative-limit = 0.25
              }
            }
            # The view of the cluster must be stable for this time before the minority goes down. A cut of 10 s is noticed after 3 to 6 s,
            # and its end is noticed up to 3 s later: with Akka's advice for five nodes, 7 s, such a cut ended nodes. Hence the default of 10 s.
            split-brain-resolver.stable-after = {{Milliseconds(options.Cluster.StableAfter)}}
            # Shards of a node that went down are served by others after this time. Akka would take the time above. Less is enough, because
            # both sides of a cut decide within about two seconds, and the journal takes an event of one copy only.
            down-removal-margin = {{Milliseconds(options.Cluster.StableAfter / MarginShare)}}
            run-coordinated-shutdown-when-down = on
            # A restarted node is not let in before its predecessor is removed, which takes some seconds.
            retry-unsuccessful-join-after = 2s
            # Otherwise logged at every start, before the cluster is formed.
            singleton-proxy.log-singleton-identification-failure = off
          }
          remote {
            # A lost connection between nodes is replaced at once. While the gate is closed, remoting drops what nodes send, and five
            # seconds of it, the default, look like a lost node.
            retry-gate-closed-for = 200ms
            # Akka must not give an attempt up before the transport does. The connection that comes after all would have no reader, and the
            # node that was started again would send its answers there.
            handshake-timeout = {{Milliseconds(NodeRole.LongestAttempt + HandshakeMargin)}}
            # A connection without a byte for some seconds is replaced (NodeRole), so each must have some. Akka's default is 4 s.
            transport-failure-detector.heartbeat-interval = 1s
          }
          coordinated-shutdown {
            # The .NET host runs the shutdown and ends the process.
            run-by-clr-shutdown-hook = off
            exit-clr = off
            phases.service-requests-done.timeout = {{Milliseconds(options.Sessions.DrainTimeout + NodeShutdown.Margin)}}
          }
        }
        """)
        .WithFallback(FirstSeed(options));

    /// <summary>Roles of this node. Akka's options would write them without quotes, and an address needs quotes.</summary>
    public static Config Roles(string contactPoint, JournalKind journal) => ConfigurationFactory.ParseString(
        $"akka.cluster.roles = [{Hocon.Quoted(ShardSettings.Role)}, {Hocon.Quoted(EdgeAddress.RoleOf(contactPoint))}{ExpiryRole(journal)}]");

    // The stock journal does not look at the bounds of what is deleted.
    private static string ExpiryRole(JournalKind journal) => journal is JournalKind.GroupCommit
        ? $", {Hocon.Quoted(RetentionSetup.Role)}, {Hocon.Quoted(RemovalSetup.Role)}"
        : "";

    public static string[]? Seeds(CoordinatorOptions options) => options.Cluster.Seeds.Count == 0
        ? null
        : [.. options.Cluster.Seeds.Select(seed => $"akka.tcp://{SessionListenerAddress.SystemName}@{seed}")];

    /// <summary>
    /// Sets the timeout of the first seed. For the other seeds, the same setting is the pause between two attempts to join, which
    /// stays short.
    /// </summary>
    private static Config FirstSeed(CoordinatorOptions options)
    {
        var self = $"{options.Nodes.PublicHost ?? options.Nodes.Host}:{options.Nodes.Port}";
        return options.Cluster.Seeds is [var first, ..] && first == self
            ? ConfigurationFactory.ParseString($"akka.cluster.seed-node-timeout = {Milliseconds(options.Cluster.SeedTimeout)}")
            : Config.Empty;
    }

    private static string Milliseconds(TimeSpan duration) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)duration.TotalMilliseconds}ms");
}
