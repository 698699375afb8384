using System.Diagnostics;
using System.Globalization;
using Coordinator.Harness.Processes;

namespace Coordinator.Faults.Network;

/// <summary>
/// Network with a namespace for each place and one more for a bridge between them. The machine's own network is unaffected. In
/// each place, iptables drops packets that arrive from another.
/// </summary>
internal sealed class NamespaceNetwork : INetwork
{
    private const string Prefix = "10.97.0";

    private static int _count;

    private readonly string _name =
        string.Create(CultureInfo.InvariantCulture, $"cf{Environment.ProcessId}-{Interlocked.Increment(ref _count)}");

    private readonly ProcessCleanup _cleanup;

    private NamespaceNetwork(ProcessCleanup cleanup) => _cleanup = cleanup;

    public string Description => $"network namespaces {_name}-*, {Prefix}.*";

    public bool CanCut => true;

    private string Switch => $"{_name}-sw";

    public static async Task<NamespaceNetwork> CreateAsync(ProcessCleanup cleanup, IEnumerable<Place> places)
    {
        var network = new NamespaceNetwork(cleanup);
        await network.AddAsync(network.Switch);
        await Ip("-n", network.Switch, "link", "add", "br0", "type", "bridge");
        await Ip("-n", network.Switch, "link", "set", "br0", "up");
        foreach (var place in places)
            await network.AddAsync(place);
        return network;
    }

    public string AddressOf(Place place) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}.{place.Number}");

    public string HiddenAddressOf(Place place) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}.{place.Number + Place.Hidden}");

    public void Enter(Place place, ProcessStartInfo start)
    {
        foreach (var (index, word) in ((string[])["netns", "exec", NameOf(place), start.FileName]).Index())
            start.ArgumentList.Insert(index, word);
        start.FileName = "ip";
    }

    // First of all rules: one behind a rule that admits open connections would cut only new ones.
    public Task CutAsync(Place from, Place to, Loss loss) => RuleAsync("-I", from, to, loss);

    public Task JoinAsync(Place from, Place to, Loss loss) => RuleAsync("-D", from, to, loss);

    // The cleanup of the run deletes the namespaces when their processes have ended.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string NameOf(Place place) => $"{_name}-{place.Name}";

    private async Task AddAsync(string name)
    {
        _cleanup.AtEnd($"ip netns del {name}");
        await Ip("netns", "add", name);
        await Ip("-n", name, "link", "set", "lo", "up");
    }

    private async Task AddAsync(Place place)
    {
        var name = NameOf(place);
        await AddAsync(name);
        await Ip("-n", Switch, "link", "add", place.Name, "type", "veth", "peer", "name", "eth0", "netns", name);
        await Ip("-n", Switch, "link", "set", place.Name, "master", "br0", "up");
        await Ip("-n", name, "addr", "add", $"{AddressOf(place)}/24", "dev", "eth0");
        await Ip("-n", name, "addr", "add", $"{HiddenAddressOf(place)}/32", "dev", "lo");
        await Ip("-n", name, "link", "set", "eth0", "up");
    }

    private Task<string> RuleAsync(string action, Place from, Place to, Loss loss)
    {
        string[] part = loss.Share >= 1
            ? []
            : ["-m", "statistic", "--mode", "random", "--probability", loss.Share.ToString("0.00", CultureInfo.InvariantCulture)];
        string[] fate = loss.Resets ? ["-p", "tcp", "-j", "REJECT", "--reject-with", "tcp-reset"] : ["-j", "DROP"];
        return ShellCommand.RunAsync(
            "ip", ["netns", "exec", NameOf(to), "iptables", "-w", action, "INPUT", "-s", AddressOf(from), .. part, .. fate]);
    }

    private static Task<string> Ip(params IEnumerable<string> arguments) => ShellCommand.RunAsync("ip", arguments);
}
