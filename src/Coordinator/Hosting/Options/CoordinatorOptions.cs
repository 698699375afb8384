using Coordinator.Checks;
using Coordinator.Common;
using Coordinator.Contracts.Remoting.Tls;
using Coordinator.Delivery.Common;
using Coordinator.Persistence;
using Coordinator.Recovery;
using Coordinator.Retention;
using Coordinator.Retention.Queues;
using Coordinator.Sessions;
using Coordinator.Topics.Log;
using Coordinator.Transactions;
using SessionOptions = Coordinator.Sessions.SessionOptions;

namespace Coordinator.Hosting.Options;

/// <summary>
/// All options of a coordinator: each capability's own, by the section of its keys. The unnamed section is flat.
/// </summary>
internal sealed class CoordinatorOptions
{
    public CheckScheduleOptions CheckSchedule { get; } = new();

    public CheckOptions Checks { get; } = new();

    public SweepOptions Sweep { get; } = new();

    public StorageOptions Storage { get; } = new();

    public RemotingOptions Remoting { get; } = new();

    public NodeOptions Nodes { get; } = new();

    public ClusterFormationOptions Cluster { get; } = new();

    public HttpOptions Http { get; } = new();

    public SessionOptions Sessions { get; } = new();

    public TransactionOptions Transactions { get; } = new();

    public TopicOptions Topics { get; } = new();

    public DeliveryOptions Delivery { get; } = new();

    public RetentionOptions Retention { get; } = new();
    public QueueRetentionOptions QueueRetention { get; } = new();

    private bool HasPeers => Cluster.Seeds.Count > 0;

    /// <summary>Options by capability, in the order of the help text.</summary>
    public IEnumerable<OptionSection> Sections() =>
    [
        new("Storage", "", Storage, Storage.Problems),
        new("Remoting: participants", "remoting", Remoting, Remoting.Problems),
        new("HTTP: health, administration, metrics", "http", Http, Http.Problems),
        new("Nodes: remoting between the nodes of a cluster", "nodes", Nodes, NodeProblems),
        new("Cluster", "cluster", Cluster, Cluster.Problems),
        new("Sessions", "sessions", Sessions, Sessions.Problems),
        new("Checks: when a transaction is checked", "", CheckSchedule, CheckSchedule.Problems),
        new("Checks: rates and limits", "", Checks, Checks.Problems),
        new("Sweep: the search for open transactions", "", Sweep, Sweep.Problems),
        new("Transactions in memory", "", Transactions, Transactions.Problems),
        new("Topics and queues", "topics", Topics, Topics.Problems),
        new("Delivery", "delivery", Delivery, Delivery.Problems),
        new("Retention: what is deleted, and when", "retention", Retention, Retention.Problems),
        new("Retention: messages in queues", "retention", QueueRetention, QueueRetention.Problems),
    ];

    /// <summary>Errors, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var problem in Sections().SelectMany(section => section.NamedProblems()))
            yield return problem;
        if (!Remoting.LoopbackOnly && Sessions.Participants.Count == 0 && !Remoting.AllowPlaintext)
            yield return "sessions.participants must name the participants that may connect when remoting.host is not loopback.";
        if (HasPeers && !Storage.IsPostgres)
            yield return "cluster.seeds needs postgres or postgresFile: SQLite serves one node only.";
        if (Transactions.CheckPatience < Checks.CheckTimeout)
            yield return OptionRange.AtLeast("checkPatience", Transactions.CheckPatience, "checkTimeout", Checks.CheckTimeout);
        if (AuthorityProblem() is { } shared)
            yield return shared;
    }

    /// <summary>A node without seeds opens no port for nodes and reads none of their files, so only values out of their range are errors.</summary>
    private IEnumerable<string> NodeProblems() => HasPeers ? Nodes.Problems() : OptionRange.Problems(Nodes);

    /// <summary>Compares the authorities of nodes and participants, when both can be read.</summary>
    private string? AuthorityProblem()
    {
        if (!HasPeers || Remoting.TlsFiles() is not { } participants || Nodes.TlsFiles() is not { } nodes
            || Remoting.Problems().Any() || Nodes.Problems().Any())
        {
            return null;
        }

        return new TlsIdentity(participants).Authorities.Intersect(new TlsIdentity(nodes).Authorities).Any()
            ? "nodes.tlsAuthority must not share an authority with remoting.tlsAuthority: a participant's certificate would do for a node."
            : null;
    }
}
