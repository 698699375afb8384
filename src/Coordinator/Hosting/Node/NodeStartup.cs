using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Event;
using Coordinator.Contracts.Sessions;
using Coordinator.Edge;
using Coordinator.Hosting.Http;
using Coordinator.Sessions;

namespace Coordinator.Hosting.Node;

/// <summary>
/// Opens the session listener when this node is a member and its regions answer. It also tells the listener about the nodes of the
/// cluster.
/// </summary>
internal sealed class NodeStartup : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1);

    private readonly IActorRef _listener;
    private readonly NodeState _state;
    private readonly string _role;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly HashSet<IActorRef> _unanswered;
    private readonly SortedDictionary<Address, string> _nodes = new(Member.AddressOrdering);
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public NodeStartup(IActorRef listener, IEnumerable<IActorRef> regions, NodeState state, string role)
    {
        _listener = listener;
        _unanswered = [.. regions];
        _state = state;
        _role = role;
        Receive<ClusterEvent.CurrentClusterState>(current => OnMembers(current.Members));
        Receive<ClusterEvent.IMemberEvent>(changed => OnMembers([changed.Member]));
        Receive<AskRegions>(_ => AskAllRegions());
        Receive<RegionAnswered>(answered => OnRegion(answered));
        Receive<Terminated>(ended => OnPartEnded(ended.ActorRef));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(IActorRef listener, IEnumerable<IActorRef> regions, NodeState state, string role) =>
        Akka.Actor.Props.Create(() => new NodeStartup(listener, regions, state, role));

    protected override void PreStart()
    {
        foreach (var part in _state.Parts)
            Context.Watch(part);
        _cluster.Subscribe(
            Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent));
    }

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    // Uses the events themselves, because the cluster's own view of its state may lag behind them.
    private void OnMembers(IEnumerable<Member> changed)
    {
        foreach (var member in changed)
        {
            if (member.Status == MemberStatus.Up && member.HasRole(_role) && EdgeAddress.Of(member) is { } contactPoint)
                _nodes[member.Address] = contactPoint;
            else
                _nodes.Remove(member.Address);
        }

        if (_nodes.Count > 0)
            _listener.Tell(new NodesChanged([.. _nodes.Values]));
        if (_nodes.ContainsKey(_cluster.SelfAddress) && _state.Phase == NodePhase.Starting)
            Timers.StartPeriodicTimer(AskRegions.Instance, AskRegions.Instance, TimeSpan.Zero, RetryInterval);
    }

    // Until the node belongs to the cluster that holds the lease, its regions may be those of a second cluster.
    private void OpenWhenAllAnswer()
    {
        if (_unanswered.Count > 0 || _state.Phase != NodePhase.Starting || !_state.Formation.MayServe)
            return;
        Timers.CancelAll();
        _listener.Tell(new OpenListener());
        _state.Opened();
        _log.Info("All regions answer: the session listener is open.");
    }

    // A region that does not know the shard coordinator yet answers without regions.
    private void AskAllRegions()
    {
        OpenWhenAllAnswer();
        foreach (var region in _unanswered)
        {
            region.Ask<CurrentRegions>(GetCurrentRegions.Instance, AnswerTimeout).PipeTo(
                Self,
                success: current => new RegionAnswered(region, current.Regions.Count > 0),
                failure: _ => new RegionAnswered(region, Up: false));
        }
    }

    /// <summary>A node without its listener or a region would look healthy and serve nobody.</summary>
    private void OnPartEnded(IActorRef part)
    {
        if (_state.Phase is not NodePhase.Stopping && !_cluster.IsTerminated)
            _state.Fail($"{NodeState.NameOf(part)} has terminated");
    }

    private void OnRegion(RegionAnswered answered)
    {
        if (answered.Up)
            _unanswered.Remove(answered.Region);
        OpenWhenAllAnswer();
    }

    private sealed record RegionAnswered(IActorRef Region, bool Up);

    private sealed record AskRegions
    {
        public static readonly AskRegions Instance = new();
    }
}
