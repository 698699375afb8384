using Coordinator.Faults.Network;
using Coordinator.Faults.Participants;
using Coordinator.Faults.Processes;
using Coordinator.Participants.Fence;

namespace Coordinator.Faults.Running;

/// <summary>
/// Services of a run. Orders (two processes on SQLite) and payments (PostgreSQL) produce. Invoices (two on PostgreSQL) store what the
/// coordinator does not take. A caller produces at a steady rate. Shipping (two on SQLite) and points (two on PostgreSQL) consume. A watcher reads the administration.
/// </summary>
internal sealed class RunParticipants(RunPlan plan, WorkDirectory directory, INetwork network, RunDatabases databases)
{
    public static readonly string[] Groups = ["shipping", "points"];

    private readonly ParticipantEnvironment _environment = new(
        directory.Histories,
        network.AddressOf(Place.Services),
        [.. Nodes(plan).Select(node => NodeSettings.Address(network, node, NodeSettings.RemotingPort))],
        [.. Nodes(plan).Select(node => $"http://{NodeSettings.Address(network, node, NodeSettings.HttpPort)}")],
        NodeSettings.AdministrationToken,
        Forgets: plan.Retention is not null);

    /// <summary>Gets the names of the participants, and the arguments of each life.</summary>
    public IEnumerable<(string Name, Func<int, string[]> Command)> All =>
    [
        .. RunPlan.Consumers.Select((name, number) => (name, Consumer(name, number))),
        .. RunPlan.Producers.Select((name, number) => (name, Producer(name, number))),
        .. RunPlan.StoringProducers.Select((name, number) => (name, Invoices(name, number))),
        (CallerProcess.Name, Caller),
        ("watcher", life => ["watch", ParticipantProcess.Text(new WatcherPlan(life, plan.Seed, Groups, _environment))]),
    ];

    /// <summary>Databases with the outcomes of local transactions.</summary>
    public static IEnumerable<ServiceDatabase> ProducersDatabases(WorkDirectory directory, RunDatabases databases) =>
    [
        new(SqlDialect.Sqlite, directory.Sqlite("orders")),
        new(SqlDialect.Sqlite, directory.Sqlite(CallerProcess.Name)),
        new(SqlDialect.PostgreSql, databases.ServicesBySocket),
        new(SqlDialect.PostgreSql, databases.InvoicesBySocket),
    ];

    public static IEnumerable<ServiceDatabase> ConsumersDatabases(WorkDirectory directory, RunDatabases databases) =>
        [new(SqlDialect.Sqlite, directory.Sqlite("shipping")), new(SqlDialect.PostgreSql, databases.ServicesBySocket)];

    public static Place PlaceOf(string name) => name == RunPlan.BranchProcess ? Place.Branch : Place.Services;

    private Func<int, string[]> Producer(string name, int number)
    {
        var (dialect, database) = Of(name);
        return life =>
        [
            "produce",
            ParticipantProcess.Text(new ProducerPlan(
                name, life, Service(name), dialect, database, plan.Workers, Seeds.Of(plan.Seed, number),
                !plan.Bugs.HasFlag(SeededBugs.Unfenced), plan.Bugs.HasFlag(SeededBugs.PurgeByAge), plan.Bugs.HasFlag(SeededBugs.PatientCalls),
                plan.Bugs.HasFlag(SeededBugs.KeyIgnored), _environment)),
        ];
    }

    private Func<int, string[]> Invoices(string name, int number) => life =>
    [
        "invoice",
        ParticipantProcess.Text(new InvoicePlan(
            name, life, Service(name), databases.InvoicesBySocket, Seeds.Of(plan.Seed, 200 + number), plan.Bugs.HasFlag(SeededBugs.StoredOvertaken), _environment)),
    ];

    private string[] Caller(int life) =>
        ["call", ParticipantProcess.Text(new CallerPlan(life, directory.Sqlite(CallerProcess.Name), _environment))];

    private Func<int, string[]> Consumer(string name, int number)
    {
        var (dialect, database) = Of(name);
        return life =>
        [
            "consume",
            ParticipantProcess.Text(new ConsumerPlan(
                name, life, Service(name), dialect, database, Seeds.Of(plan.Seed, 100 + number),
                !plan.Bugs.HasFlag(SeededBugs.NoInbox), _environment)),
        ];
    }

    private (SqlDialect, string) Of(string name) => Service(name) is "payments" or "points"
        ? (SqlDialect.PostgreSql, databases.ServicesBySocket)
        : (SqlDialect.Sqlite, directory.Sqlite(Service(name)));

    private static string Service(string name) => name[..name.LastIndexOf('-')];

    private static IEnumerable<Place> Nodes(RunPlan plan) => Enumerable.Range(1, plan.Nodes).Select(Place.Node);
}
