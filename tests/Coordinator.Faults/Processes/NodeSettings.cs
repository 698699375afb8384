using System.Globalization;
using Coordinator.Faults.Network;
using Coordinator.Harness.Histories;
using Coordinator.Harness.Processes;

namespace Coordinator.Faults.Processes;

/// <summary>Settings of the nodes of a run: early checks and sweeps, so that a short run has many of them.</summary>
/// <param name="Assembly">Coordinator.dll beside this program, or that of another build.</param>
/// <param name="Postgres">Connection string of the journal.</param>
/// <param name="Nodes">Places of all nodes; each is a seed.</param>
/// <param name="Relayed">True when a relay stands before each node.</param>
/// <param name="Retention">Time after which transactions and messages are deleted; <c>null</c> for the default of days.</param>
/// <param name="FakeTime">Library that changes the time; <c>null</c> when clocks stay right.</param>
internal sealed record NodeSettings(string Assembly, string Postgres, IReadOnlyList<Place> Nodes, bool Relayed, TimeSpan? Retention, string? FakeTime)
{
    public const int RemotingPort = 4053;
    public const int NodePort = 4054;
    public const int HttpPort = 8080;

    /// <summary>Token of the administration of every run. Its network is its own, so the token need not be secret.</summary>
    public const string AdministrationToken = "token-of-every-run-of-the-fault-suite";

    /// <summary>Time limits that follow from these settings, and from those of the participants.</summary>
    public static readonly TimeLimits Limits = new() { Start = TimeSpan.FromSeconds(20) };

    public static string Address(INetwork network, Place node, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"{network.AddressOf(node)}:{port}");

    public CoordinatorCommand Command(INetwork network, Place node, string directory, string clockFile)
    {
        // Once: a later fault may have filled the disk.
        if (!File.Exists(TokenFile(directory)))
            File.WriteAllText(TokenFile(directory), AdministrationToken);
        return new CoordinatorCommand(Arguments(network, node, directory))
        {
            Assembly = Assembly,
            Prepare = start =>
            {
                foreach (var (name, value) in Environment(clockFile))
                    start.Environment[name] = value;
                network.Enter(node, start);
            },
        };
    }

    private static string TokenFile(string directory) => Path.Combine(directory, "token");

    private string[] Arguments(INetwork network, Place node, string directory) =>
    [
        "--dataDirectory", Path.Combine(directory, "data"),
        "--postgres", Postgres,
        "--remoting.host", Relayed ? network.HiddenAddressOf(node) : network.AddressOf(node),
        "--remoting.publicHost", network.AddressOf(node),
        "--remoting.port", Text(RemotingPort),
        "--nodes.host", Relayed ? network.HiddenAddressOf(node) : network.AddressOf(node),
        "--nodes.publicHost", network.AddressOf(node),
        "--nodes.port", Text(NodePort),
        "--http.host", network.AddressOf(node),
        "--http.port", Text(HttpPort),
        "--cluster.seeds", string.Join(',', Nodes.Select(seed => Address(network, seed, NodePort))),
        "--transactionTimeout", "2s",
        "--transactionCheckInterval", "1s",
        "--transactionCheckMaxInterval", "5s",
        "--transactionCheckMax", "1000",
        "--checkPatience", "15s",
        "--sweepInterval", "5s",
        "--delivery.retryLevels", "1s 2s 3s",
        "--delivery.maxAttempts", "1000",
        .. Retention is { } time ? Forgetting(time) : [],
        // The network belongs to the run; no other process reaches it.
        .. network.CanCut ? Open(directory) : [],
    ];

    private static string[] Forgetting(TimeSpan time)
    {
        var seconds = string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0}s");
        return ["--retention.transactions", seconds, "--retention.messages", seconds, "--retention.interval", "1s", "--delivery.boundInterval", "1s"];
    }

    private static string[] Open(string directory) =>
    [
        "--remoting.allowPlaintext", "true",
        "--nodes.allowPlaintext", "true",
        "--http.allowRemoteAdministration", "true",
        "--http.tokenFile", TokenFile(directory),
    ];

    private IEnumerable<KeyValuePair<string, string>> Environment(string clockFile)
    {
        // Small heaps: a run has a dozen processes.
        yield return new("DOTNET_gcServer", "0");
        if (FakeTime is null)
            yield break;
        yield return new("LD_PRELOAD", FakeTime);
        yield return new("FAKETIME_TIMESTAMP_FILE", clockFile);
        yield return new("FAKETIME_CACHE_DURATION", "1");
        // Only the date is wrong, as after a bad time server. Intervals are right.
        yield return new("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
