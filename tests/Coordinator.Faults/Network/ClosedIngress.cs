using System.Diagnostics;
using System.Globalization;
using Coordinator.Harness;
using Coordinator.Harness.Processes;

namespace Coordinator.Faults.Network;

/// <summary>
/// Place that admits only packets of connections that it opened itself, like a pod whose network policy has no rule for ingress, or a
/// machine behind NAT. It counts the attempts to connect to it.
/// </summary>
internal sealed class ClosedIngress
{
    private const string IpTables = "iptables";

    private readonly INetwork _network;
    private readonly Place _place;

    private ClosedIngress(INetwork network, Place place) => (_network, _place) = (network, place);

    /// <summary>Gets the commands that close a place. The first one counts, before anything is dropped.</summary>
    public static IReadOnlyList<string[]> Rules { get; } =
    [
        [IpTables, "-w", "-t", "mangle", "-A", "PREROUTING", "!", "-i", "lo", "-p", "tcp", "--syn"],
        [IpTables, "-w", "-P", "INPUT", "DROP"],
        [IpTables, "-w", "-A", "INPUT", "-i", "lo", "-j", "ACCEPT"],
        [IpTables, "-w", "-A", "INPUT", "-m", "conntrack", "--ctstate", "ESTABLISHED,RELATED", "-j", "ACCEPT"],
    ];

    /// <summary>Closes a place, and shows that an attempt from outside fails and is counted.</summary>
    /// <exception cref="HarnessException">The attempt succeeded, or was not counted.</exception>
    public static async Task<ClosedIngress> CreateAsync(INetwork network, Place place, Place outside)
    {
        var closed = new ClosedIngress(network, place);
        foreach (var rule in Rules)
            await closed.RunAsync(rule);
        var attempt = new ProcessStartInfo("timeout", ["0.5", "bash", "-c", $"exec 3<>/dev/tcp/{network.AddressOf(place)}/9"]);
        network.Enter(outside, attempt);
        var (exitCode, _) = await ShellCommand.TryAsync(attempt);
        if (exitCode == 0 || await closed.AttemptsAsync() == 0)
            throw new HarnessException($"The ingress of {place.Name} should be closed and counted, and is not.");
        await closed.RunAsync(IpTables, "-w", "-t", "mangle", "-Z", "PREROUTING");
        return closed;
    }

    /// <summary>Returns the number of packets that tried to open a connection to the place.</summary>
    public async Task<int> AttemptsAsync()
    {
        var listed = await RunAsync(IpTables, "-w", "-t", "mangle", "-nvx", "-L", "PREROUTING");
        // A line about the chain, one with the names of columns, and the rule, whose first column is the number of packets.
        var rule = listed.Split('\n', StringSplitOptions.RemoveEmptyEntries)[2];
        return int.Parse(rule.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture);
    }

    private Task<string> RunAsync(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]);
        _network.Enter(_place, start);
        return ShellCommand.RunAsync(start);
    }
}
