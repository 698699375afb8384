using Akka;
using Akka.Actor;
using Akka.Cluster;
using Akka.Coordination;
using Akka.Event;

namespace Coordinator.Formation;

/// <summary>
/// Brings this node into the only cluster of its database. It asks the seeds for a cluster, and forms one only while it holds the lease.
/// All members hold the lease together under the id of their cluster, so it passes on when one of them ends.
/// </summary>
internal sealed class ClusterFormation : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly FormationSetup _setup;
    private readonly FormationTimes _times;
    private readonly LeaseClock _seen;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly Fellows _fellows;
    private readonly Address[] _others;
    private readonly FormationReport _report;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private string _owner;
    private Lease? _lease;
    private bool _isLooking;
    private bool _isForming;
    private bool _isLast;
    private bool _isEnding;

    public ClusterFormation(FormationSetup setup)
    {
        (_setup, _owner) = (setup, setup.Owner);
        var renewal = LeaseConfig.RenewalInterval(setup.LeaseTimeout);
        var self = _cluster.SelfAddress;
        _times = FormationTimes.Of(setup.Seeds.ToList().IndexOf(self), setup.SeedTimeout, renewal);
        _others = [.. setup.Seeds.Where(seed => seed != self)];
        _fellows = new Fellows(_cluster.SelfUniqueAddress);
        _seen = new LeaseClock(setup.Time);
        _report = new FormationReport(setup, _log);
        Receive<ClusterEvent.CurrentClusterState>(current => OnMembers(current.Members));
        Receive<ClusterEvent.IMemberEvent>(changed => OnMember(changed));
        Receive<Look>(_ => LookAtLease());
        Receive<Seen>(seen => OnSeen(seen.Lease));
        Receive<Acquired>(acquired => OnAcquired(acquired));
        Receive<Lost>(lost => OnLost(lost));
        Receive<Failed>(failed => OnFailed(failed.Cause));
        Receive<LeaveLease>(_ => OnLeave());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(FormationSetup setup) => Akka.Actor.Props.Create(() => new ClusterFormation(setup));

    protected override void PreStart()
    {
        _cluster.Subscribe(
            Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent));
        AskSeeds();
        Timers.StartPeriodicTimer(Look.Instance, Look.Instance, TimeSpan.Zero, LookInterval);
    }

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    /// <summary>Looks for a cluster among the seeds, again and again. A list that does not begin with this node never makes it form one.</summary>
    private void AskSeeds()
    {
        if (_others.Length > 0)
            _cluster.JoinSeedNodes(_others);
    }

    private void LookAtLease()
    {
        if (_isLooking || _isEnding)
            return;
        _isLooking = true;
        ReadAsync().PipeTo(Self, success: lease => new Seen(lease), failure: cause => new Failed(cause));
    }

    private async Task<LeaseRow?> ReadAsync()
    {
        var limit = LeaseConfig.RenewalInterval(_setup.LeaseTimeout);
        using var end = new CancellationTokenSource(limit);
        return await _setup.Leases.ReadAsync(LeaseConfig.ClusterLease, end.Token).WaitAsync(limit);
    }

    private void OnSeen(LeaseRow? lease)
    {
        _isLooking = false;
        var view = ViewOf(lease);
        var step = FormationDecider.Decide(view, _times);
        // What a cluster puts right at once is no news.
        if (!view.IsMember || step is not (FormationStep.Acquire or FormationStep.Adopt))
            _report.Tell(view, _fellows.Up);
        switch (step)
        {
            case FormationStep.Acquire:
                Acquire(_owner);
                break;
            case FormationStep.Adopt:
                Acquire(lease!.Owner);
                break;
            case FormationStep.Form:
                Form();
                break;
            case FormationStep.End:
                End(lease!);
                break;
            default:
                break;
        }
    }

    private FormationView ViewOf(LeaseRow? lease) => new(
        lease,
        _seen.SinceSame(lease, _fellows.IncludesSelf),
        _owner,
        _lease?.CheckLease() == true,
        _fellows.IncludesSelf,
        _cluster.State.Leader == _cluster.SelfAddress,
        lease is not null && _fellows.Include(lease.Holder));

    private void Acquire(string owner)
    {
        // No second look while the first one acts.
        _isLooking = true;
        var self = Self;
        var lease = LeaseProvider.Get(Context.System).GetLease(LeaseConfig.ClusterLease, LeaseConfig.Path, owner);
        lease.Acquire(cause => self.Tell(new Lost(lease, cause))).PipeTo(
            Self, success: isMine => new Acquired(owner, lease, isMine), failure: cause => new Failed(cause));
    }

    private void OnAcquired(Acquired acquired)
    {
        _isLooking = false;
        if (!acquired.IsMine)
            return;
        (_owner, _lease) = (acquired.Owner, acquired.Lease);
        _setup.State.Holds(_lease);
        _log.Info("This node holds the lease of the database for the cluster {0}.", _owner);
        LookAtLease();
    }

    private void Form()
    {
        if (_isForming)
            return;
        _isForming = true;
        _log.Info("This node forms a cluster, unless another seed has one.");
        _cluster.JoinSeedNodes([_cluster.SelfAddress, .. _others]);
    }

    private void OnLost(Lost lost)
    {
        if (!ReferenceEquals(lost.Lease, _lease))
            return;
        _log.Warning("The lease of the database was not renewed in time: {0} The cluster goes on unless another has taken it.", lost.Cause.Message);
        _lease = null;
        _setup.State.Holds(null);
        if (_isForming && !_fellows.IncludesSelf)
            AskSeeds();
        _isForming = false;
        LookAtLease();
    }

    private void OnFailed(Exception cause)
    {
        _isLooking = false;
        _report.TellFailure(cause, _fellows.IncludesSelf);
    }

    private void End(LeaseRow lease)
    {
        _isEnding = true;
        _setup.OnLost($"The lease of the database belongs to another cluster, of the node {HolderName.AddressIn(lease.Holder)}");
    }

    private void OnMembers(IEnumerable<Member> members)
    {
        foreach (var member in members)
            _fellows.Change(member);
        _setup.State.Has(_fellows.Up);
    }

    private void OnMember(ClusterEvent.IMemberEvent changed)
    {
        // Later events are those of a cluster that shuts down here, and remove everybody.
        if (changed is ClusterEvent.MemberExited && changed.Member.UniqueAddress.Equals(_cluster.SelfUniqueAddress))
            _isLast = _fellows.NoneStays;
        OnMembers([changed.Member]);
        if (changed is ClusterEvent.MemberRemoved && changed.Member.UniqueAddress.Equals(_cluster.SelfUniqueAddress))
            _isEnding = true;
        if (changed is ClusterEvent.MemberUp or ClusterEvent.MemberJoined or ClusterEvent.MemberRemoved)
            LookAtLease();
    }

    /// <summary>Gives the lease up when this node is the last one, so that the next start need not wait until it expires.</summary>
    private void OnLeave()
    {
        _isEnding = true;
        Timers.CancelAll();
        if (_lease is null || !(_isLast || !_fellows.Include(HolderName.Of(_cluster.SelfUniqueAddress))))
        {
            Sender.Tell(Done.Instance);
            return;
        }

        _lease.Release().PipeTo(Sender, success: _ => Done.Instance, failure: _ => Done.Instance);
    }

    private sealed record Look
    {
        public static readonly Look Instance = new();
    }

    private sealed record Seen(LeaseRow? Lease);

    private sealed record Acquired(string Owner, Lease Lease, bool IsMine);

    private sealed record Lost(Lease Lease, Exception Cause);

    private sealed record Failed(Exception Cause);
}
