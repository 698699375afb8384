using Coordinator.Checks;
using Coordinator.Delivery.Common;
using Coordinator.Persistence;
using Coordinator.Recovery;
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

    public ClusterFormationOptions Cluster { get; } = new();

    public HttpOptions Http { get; } = new();

    public SessionOptions Sessions { get; } = new();

    public TransactionOptions Transactions { get; } = new();

    public TopicOptions Topics { get; } = new();

    public DeliveryOptions Delivery { get; } = new();

    /// <summary>What can be set, in the order of the help text.</summary>
    public IEnumerable<OptionSection> Sections() =>
    [
        new("", CheckSchedule, CheckSchedule.Problems),
        new("", Checks, Checks.Problems),
        new("", Sweep, Sweep.Problems),
        new("", Storage, Storage.Problems),
        new("remoting", Remoting, Remoting.Problems),
        new("http", Http, Http.Problems),
        new("cluster", Cluster, Cluster.Problems),
        new("sessions", Sessions, Sessions.Problems),
        new("", Transactions, Transactions.Problems),
        new("topics", Topics, Topics.Problems),
        new("delivery", Delivery, Delivery.Problems),
    ];

    /// <summary>What is wrong, one line per key; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var problem in Sections().SelectMany(section => section.NamedProblems()))
            yield return problem;
        if (!Remoting.LoopbackOnly && Sessions.Participants.Count == 0 && !Remoting.AllowPlaintext)
            yield return "sessions.participants is empty; who may connect must be named when remoting.host is not loopback.";
        if (Cluster.Seeds.Count > 0 && !Storage.IsPostgres)
            yield return "cluster.seeds is given without postgres; SQLite serves one node only.";
    }
}
