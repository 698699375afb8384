using System.Security.Cryptography;
using Akka;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Coordinator.Formation;
using Coordinator.Hosting.Http;
using Coordinator.Hosting.Options;
using Coordinator.Persistence;

namespace Coordinator.Hosting.Node;

/// <summary>
/// Brings a node into the only cluster of its database. A file of SQLite serves one node, which has locked its directory, so it needs no
/// lease.
/// </summary>
internal static class NodeFormation
{
    private const int OwnerDigits = 32;

    /// <summary>Longest wait for the release of the lease. It expires by itself when the database does not answer.</summary>
    private static readonly TimeSpan ReleaseLimit = TimeSpan.FromSeconds(2);

    public static void Start(ActorSystem system, CoordinatorOptions options, Database database, NodeState state)
    {
        var cluster = Cluster.Get(system);
        if (database.Engine is StorageEngine.Sqlite)
        {
            cluster.Join(cluster.SelfAddress);
            return;
        }

        state.Formation.Require();
        var metrics = new FormationMetrics(state.Formation);
        system.RegisterOnTermination(metrics.Dispose);
        var seeds = NodeConfig.Seeds(options);
        var formation = system.ActorOf(
            ClusterFormation.Props(new FormationSetup(
                seeds is null ? OwnerOfSingleNode(options, state) : RandomNumberGenerator.GetHexString(OwnerDigits, lowercase: true),
                seeds is null ? [cluster.SelfAddress] : [.. seeds.Select(Address.Parse)],
                options.Cluster.SeedTimeout,
                options.Cluster.LeaseTimeout,
                new PostgresLeases(database),
                state.Formation,
                state.LoseLease,
                TimeProvider.System)),
            "cluster-formation");
        CoordinatedShutdown.Get(system).AddTask(
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "leave-lease", () => LeaveAsync(system, formation));
    }

    /// <summary>
    /// Names a node without seeds. It holds the lock of its data directory, so an owner of the same name is its own earlier life. That
    /// life has ended, and its lease need not expire first. The id tells volumes apart that are mounted at one path of one host name. Host
    /// name and path tell apart copies of a directory.
    /// </summary>
    private static string OwnerOfSingleNode(CoordinatorOptions options, NodeState state) =>
        $"{Environment.MachineName}:{Path.GetFullPath(options.Storage.DataDirectory)}:{state.DirectoryId}";

    private static async Task<Done> LeaveAsync(ActorSystem system, IActorRef formation)
    {
        try
        {
            return await formation.Ask<Done>(LeaveLease.Instance, ReleaseLimit);
        }
        catch (AskTimeoutException)
        {
            system.Log.Warning("The lease of the database was not released. It expires by itself.");
            return Done.Instance;
        }
    }
}
