using Akka.Actor;
using Coordinator.Contracts.Remoting.InProcess;

namespace Coordinator.Harness.Node;

/// <summary>
/// Network between nodes of this process that delays, loses, cuts and resets. A seed repeats what is decided and in which order; when it
/// happens depends on the machine, because Akka's cluster takes its time from clocks of its own.
/// </summary>
internal sealed class SimulatedNetwork : INetworkConditions
{
    private const int LossPerMille = 2;
    private const string Scheme = "tcp";

    private static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(40);

    private readonly Lock _lock = new();
    private readonly HashSet<(Address From, Address To)> _cuts = [];
    private (Address From, Address To, TimeSpan Delay)? _slowWay;
    private Random _random = new(0);
    private bool _isFair = true;

    public SimulatedNetwork() => Network = new InProcessNetwork(this);

    public InProcessNetwork Network { get; }

    public bool IsCut(Address from, Address to)
    {
        lock (_lock)
            return _cuts.Contains(WayOf(from, to));
    }

    public TimeSpan? NextDelay(Address from, Address to)
    {
        lock (_lock)
        {
            if (_slowWay is { } way && (way.From, way.To) == WayOf(from, to))
                return way.Delay;
            if (_isFair)
                return TimeSpan.Zero;
            return _random.Next(1_000) < LossPerMille ? null : MaxDelay * _random.NextDouble();
        }
    }

    /// <summary>Delays everything on one way, and nothing on any other.</summary>
    public void Slow(Address from, Address to, TimeSpan delay)
    {
        lock (_lock)
            _slowWay = (NetworkAddress(from), NetworkAddress(to), delay);
    }

    /// <summary>Cuts a node off from the others, both ways, until <see cref="Join" />.</summary>
    public void Isolate(Address node, params IEnumerable<Address> others)
    {
        lock (_lock)
        {
            foreach (var other in others)
            {
                _cuts.Add(WayOf(node, other));
                _cuts.Add(WayOf(other, node));
            }
        }

        Network.End(link => link.From == NetworkAddress(node) || link.To == NetworkAddress(node));
    }

    /// <summary>Ends every cut.</summary>
    public void Join()
    {
        lock (_lock)
            _cuts.Clear();
    }

    /// <summary>Disturbs the network until the task is cancelled, and leaves it whole.</summary>
    /// <param name="seed">What happens, and in which order.</param>
    /// <param name="nodes">Addresses of the nodes.</param>
    /// <param name="ct">Ends the disturbance.</param>
    public async Task DisturbAsync(int seed, IReadOnlyList<Address> nodes, CancellationToken ct)
    {
        lock (_lock)
            (_random, _isFair) = (new Random(seed), false);
        var plan = new Random(seed + 1);
        while (!ct.IsCancellationRequested)
        {
            var (from, to) = (nodes[plan.Next(nodes.Count)], nodes[plan.Next(nodes.Count)]);
            if (plan.Next(3) == 0)
                Network.End(link => WayOf(link.From, link.To) == WayOf(from, to) || WayOf(link.From, link.To) == WayOf(to, from));
            else
                await CutAsync(from, to, bothWays: plan.Next(2) == 0, TimeSpan.FromMilliseconds(plan.Next(50, 600)), ct);
            await Task.Delay(plan.Next(20, 200), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        lock (_lock)
        {
            _isFair = true;
            _cuts.Clear();
        }
    }

    // Nodes know each other as akka.tcp://..., and the network below Akka's protocol as tcp://...
    private static Address NetworkAddress(Address node) => node.WithProtocol(Scheme);

    private static (Address From, Address To) WayOf(Address from, Address to) => (NetworkAddress(from), NetworkAddress(to));

    private async Task CutAsync(Address from, Address to, bool bothWays, TimeSpan duration, CancellationToken ct)
    {
        lock (_lock)
        {
            _cuts.Add(WayOf(from, to));
            if (bothWays)
                _cuts.Add(WayOf(to, from));
        }

        await Task.Delay(duration, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
            _cuts.Clear();
    }
}
