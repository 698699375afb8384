using Coordinator.Faults.Network;
using Coordinator.Harness.Processes;

namespace Coordinator.Faults.Faults;

/// <summary>All kinds of faults, in the order of the help text.</summary>
internal static class FaultCatalog
{
    private static readonly string[] FakeTimeLibraries =
        ["/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"];

    // From the end of a fault until everything must be in time again. Nodes find each other and take over shards. A database recovers, and
    // writers come out of their back-off. Leases of a participant end.
    private const double OfNodes = 30;
    private const double OfDatabase = 20;
    private const double OfParticipants = 15;

    public static IReadOnlyList<FaultKind> All { get; } =
    [
        new("kill", "SIGKILL of a node, and its restart", (1, 15), (random, around) => new KillNode(Node(random, around)), Always, OfNodes),
        new("kill-all", "SIGKILL of all nodes at once, and their restart", (1, 5), (_, _) => new KillAllNodes(), Always, OfNodes),
        new("pause", "SIGSTOP of a node, longer than the failure detector waits", (14, 24),
            (random, around) => new PauseNode(Node(random, around)), Always, OfNodes) { EndsNodes = true },
        new("blink", "SIGSTOP of a node, shorter than the failure detector waits", (1, 6), (random, around) => new PauseNode(Node(random, around)), Always, OfNodes),
        new("postgres", "SIGKILL of PostgreSQL, and its restart", (0.5, 12), (_, _) => new KillPostgres(), Always, OfDatabase),
        new("rolling", "rolling restart of all nodes by SIGTERM", (0, 0), (_, _) => new RollingRestart(), Always, OfNodes),
        new("producer", "SIGKILL of a producer, and its restart", (1, 10),
            (random, around) => new KillParticipant(OneOf(random, around.Producers)), Always, OfParticipants),
        new("consumer", "SIGKILL of a consumer, and its restart", (1, 10),
            (random, around) => new KillParticipant(OneOf(random, around.Consumers)), Always, OfParticipants),
        new("stall", "SIGSTOP of a participant, longer than its session and its leases", (12, 20),
            (random, around) => new PauseParticipant(OneOf(random, [.. around.Producers, .. around.Consumers])), Always, OfParticipants),
        new("partition", "packets between a node and the other nodes are lost", (10, 25),
            (random, around) => Cut.FromOthers(Node(random, around), around.Nodes), NoNamespaces, OfNodes) { EndsNodes = true },
        new("split", "packets between all nodes are lost, for a shorter time than the split brain resolver waits", (6, 10),
            (_, around) => Cut.Apart(around.Nodes), NoNamespaces, OfNodes) { EndsNodes = true },
        new("reset", "connections among nodes and to participants are reset", (6, 10),
            (_, around) => Cut.Reset(around.Nodes), NoNamespaces, OfNodes) { EndsNodes = true },
        new("one-way", "packets of one direction between a node and the others are lost", (10, 25),
            (random, around) => Cut.OneWay(Node(random, around), around.Nodes, random.Next(2) == 0), NoNamespaces, OfNodes) { EndsNodes = true },
        new("island", "a node is cut off from everything, including the database", (10, 25),
            (random, around) => Cut.Alone(Node(random, around), around.Nodes), NoNamespaces, OfNodes) { EndsNodes = true },
        new("lone", "a node is cut off from the other nodes, killed and started again alone", (25, 45),
            (random, around) => new LoneNode(Node(random, around), around.Nodes), NoNamespaces, OfNodes) { EndsNodes = true },
        new("no-database", "one node is cut off from PostgreSQL", (5, 20),
            (random, around) => Cut.FromDatabase(Node(random, around)), NoNamespaces, OfNodes),
        new("no-participants", "packets between a node and the participants are lost", (8, 20),
            (random, around) => Cut.FromParticipants(Node(random, around)), NoNamespaces, OfNodes),
        new("cut-branch", "one of two processes of a service is cut off from all nodes", (10, 20),
            (_, around) => Cut.Branch(around.Nodes), NoNamespaces, OfNodes),
        new("loss", "a share of the packets between nodes and participants is lost", (8, 20),
            (random, around) => Cut.Some(random.Next(5, 30) / 100.0, around.Nodes), NoNamespaces, OfNodes) { EndsNodes = true },
        new("delay", "all traffic of a node is delayed", (8, 20),
            (random, around) => new Late(Node(random, around), TimeSpan.FromMilliseconds(random.Next(100, 1500))), Always, OfNodes) { EndsNodes = true },
        new("connections", "all connections of PostgreSQL are taken", (5, 15), (_, _) => new TakeConnections(), Always, OfDatabase),
        new("clock", "the clock of a node jumps by minutes, forward or back", (5, 15),
            (random, around) => new ClockJump(Node(random, around), TimeSpan.FromMinutes(random.Next(2, 20) * (random.Next(2) == 0 ? 1 : -1))),
            () => FakeTime is null ? "libfaketime is missing; install the package faketime" : null, OfNodes),
        new("slow-fsync", "PostgreSQL's flushes take long", (8, 15), (random, _) => Fsync.Slow(random.Next(50, 400)), NoTracing, OfDatabase),
        new("failing-fsync", "PostgreSQL's flushes fail", (2, 8), (_, _) => Fsync.Failing(), NoTracing, OfDatabase),
        new("disk-full", "PostgreSQL's disk, a small tmpfs, is full", (3, 12), (_, _) => new FullDisk(),
            () => Environment.UserName == "root" ? null : "mounting a tmpfs needs root", OfDatabase),
    ];

    /// <summary>Gets the path of the library that changes a process's time; <c>null</c> when it is not installed.</summary>
    public static string? FakeTime => Array.Find(FakeTimeLibraries, File.Exists);

    public static FaultKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);

    private static string? Always() => null;

    private static string? NoNamespaces() => NamespaceSupport.Absence;

    private static string? NoTracing() =>
        Environment.UserName != "root" ? "tracing another user's process needs root"
        : ShellCommand.Exists("strace") ? null
        : "strace is missing; install the package strace";

    private static int Node(Random random, FaultTargets around) => random.Next(1, around.Nodes + 1);

    private static string OneOf(Random random, IReadOnlyList<string> names) => names[random.Next(names.Count)];
}
