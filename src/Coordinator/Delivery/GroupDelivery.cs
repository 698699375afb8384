using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using Akka.Streams;
using Coordinator.Contracts.Common;
using Coordinator.Delivery.Bounds;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Delivery.Filters;
using Coordinator.Delivery.Members;
using Coordinator.Delivery.Progress;
using Coordinator.Delivery.Stream;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery;

/// <summary>
/// Delivers one queue to one group. It keeps the group's progress and members, and runs the <see cref="DeliveryStream" />.
/// <code>
/// Loading ──unknown──► Unplaced ──first member, rewind──► Moving ──saved──► Starting ──► Running ──rewind──► Moving
///    ▲                                                       │                  │            │
///    └───────────────────── BackingOff ◄─── any failure ─────┴──────────────────┴────────────┘
/// </code>
/// </summary>
internal sealed class GroupDelivery : ReceiveActor, IWithTimers
{
    private static readonly Backoff RestartBackoff = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30));

    private readonly GroupQueue _of;
    private readonly DeliveryOptions _options;
    private readonly Func<IActorRef> _deadLetterRegion;
    private readonly QueuePositions _positions;
    private readonly QueueSource _log;
    private readonly ILoggingAdapter _logger = Context.GetLogger();
    private readonly ActorMaterializer _materializer = Context.Materializer();
    private readonly ProgressRegister _register;
    private readonly GroupMembers _members;
    private readonly MemberTags _tags;
    private readonly MessageBuffer _buffer;
    private readonly BlockedGroup _blocked;
    private readonly BoundTeller _bound;
    private readonly LogLookups _lookups;
    private DeliveryRun _run = null!;
    private IActorRef? _load;
    private int _failures;

    public GroupDelivery(
        GroupQueue of,
        IActorRef log,
        IQueueLogReader reader,
        DeliveryOptions options,
        BoundParts bounds,
        Func<IActorRef> deadLetters)
    {
        _of = of;
        _options = options;
        _deadLetterRegion = deadLetters;
        _positions = new QueuePositions(of, log, reader);
        _log = new QueueSource(of.Queue, log, reader);
        var persistence = Akka.Persistence.Persistence.Instance.Apply(Context.System);
        _register = new ProgressRegister(of, persistence.SnapshotStoreFor(string.Empty), persistence.JournalFor(string.Empty), Self);
        _members = new GroupMembers(of, Context);
        var scheduler = Context.System.Scheduler;
        var filter = new FilterSets(() => scheduler.Now, () => scheduler.MonotonicClock, options.FilterKeep);
        _tags = new MemberTags(of, _members, filter, options, _logger);
        _buffer = new MessageBuffer(options.MaxInFlight);
        _blocked = new BlockedGroup(of, _logger);
        _bound = new BoundTeller(of, bounds, _positions, _members, Self, _logger);
        _lookups = new LogLookups(_positions, Context);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        _run = new DeliveryRun(
            new PendingDeadLetters(_of, _deadLetterRegion, Self, Timers),
            new ProgressSaver(_register, Timers, _options),
            new ReplayWake(_of.Group, _deadLetterRegion, Self, Timers),
            _blocked,
            _bound);
        // A request about a group without members does not keep the group in memory.
        AwaitMembers();
        Load();
    }

    protected override void PostStop()
    {
        _blocked.Forget();
        _bound.Forget();
    }

    private void Load()
    {
        Become(Loading);
        if (_load is not null)
            Context.Stop(_load);
        _load = Context.ActorOf(_register.Load());
        AwaitStore();
    }

    private void Loading()
    {
        Receive<ProgressLoaded>(_register.IsLatest, loaded =>
        {
            Timers.Cancel(StoreTimeout.Instance);
            _load = null;
            if (loaded.Saved is null)
                BackOff("load the progress", loaded.Cause);
            else if (_register.Loaded(loaded) is { } progress)
                Start(progress);
            else
                BecomeUnplaced();
        });
        InAnyState();
    }

    private void BecomeUnplaced()
    {
        if (_members.First is { } first)
        {
            Move(new RewindTarget.Position(first.Start), rewound: null, requester: null);
            return;
        }

        Become(Unplaced);
        _buffer.SendTo(Self);
    }

    /// <summary>State of a group without progress in this queue. The first member determines where it starts.</summary>
    private void Unplaced()
    {
        Receive<AttachConsumer>(attach =>
        {
            _tags.Attach(attach, Sender);
            BecomeUnplaced();
        });
        Receive<RewindGroup>(OnRewind);
        Receive<DescribeGroup>(_ => _lookups.FindEnd());
        Receive<EndFound>(found => found.Requester.Tell(GroupDescription.Unknown(_of, found.End)));
        // A group without progress has no deliveries to settle and no dead letters to replay.
        Receive<PutBackMessages>(batch => Sender.Tell(new MessagesPutBack(
            _of.Queue, _of.Group, batch.Replay, batch.UpTo, [.. batch.Letters.Select(letter => letter.Number)])));
        Receive<IGroupMessage>(message => message is SettleDelivery or RenewDeliveries or BeginDelivery or PutBackMessage, _ => { });
        InAnyState();
    }

    private void Move(RewindTarget target, Rewound? rewound, IActorRef? requester)
    {
        _run.End();
        var run = _run.Number;
        Become(() => Moving(rewound, requester));
        _positions.FindAsync(target).PipeTo(
            Self,
            success: at => new PositionFound(run, at),
            failure: cause => new StepFailed(run, "find the start position", cause));
    }

    private void Moving(Rewound? rewound, IActorRef? requester)
    {
        var (place, firstKept) = ((ProgressSnapshot?)null, 1L);
        Receive<PositionFound>(found => _run.IsCurrent(found.Run), found =>
        {
            (place, firstKept) = (new ProgressSnapshot(found.At.Cursor, [], rewound, Filter: _tags.Take()), found.At.FirstKept);
            _register.Save(place);
            AwaitStore();
        });
        Receive<SaveSnapshotSuccess>(saved => place is not null && _register.IsInFlight(saved.Metadata), saved =>
        {
            Timers.Cancel(StoreTimeout.Instance);
            _register.Stored();
            _register.Prune(saved.Metadata);
            requester?.Tell(new GroupRewound(_of.Queue, _of.Group, place!.Cursor + 1, firstKept));
            Start(place!);
        });
        Receive<SaveSnapshotFailure>(
            failed => place is not null && _register.IsInFlight(failed.Metadata),
            failed => BackOff("save the start position", failed.Cause));
        InAnyState();
    }

    private void Start(ProgressSnapshot progress)
    {
        _run.End();
        _tags.Load(progress.Filter);
        var run = _run.Number;
        Become(Starting);
        _positions.OpenAsync(progress).PipeTo(
            Self,
            success: opened => new PendingRead(run, opened),
            failure: cause => new StepFailed(run, "read the pending messages", cause));
    }

    private void Starting()
    {
        Receive<PendingRead>(read => _run.IsCurrent(read.Run), read => Materialize(read.Progress));
        Receive<DeliveryStarted>(started => _run.IsCurrent(started.Run), BecomeRunning);
        Receive<DeliveryEnded>(ended => _run.IsCurrent(ended.Run), ended => BackOff("start the stream", ended.Cause));
        InAnyState();
    }

    private void Materialize(ProgressToOpen progress)
    {
        var run = _run.Number;
        var clock = SteadyClock.Of(Context.System.Scheduler);
        var scope = new DeliveryScope(_of, run, Self, progress.Open(clock, _options), new MemberRotation(), _options, clock, new OrderGate(), _positions.ReadAsync, _bound.Epoch);
        DeliveryStream.Of(scope, _log.From).Run(_materializer).PipeTo(
            Self,
            success: _ => new DeliveryEnded(run, Cause: null),
            failure: cause => new DeliveryEnded(run, cause));
    }

    private void BecomeRunning(DeliveryStarted started)
    {
        _run.Started(started);
        _tags.Update(_run);
        foreach (var attach in _members.All)
            _run.Signal(attach);
        _tags.Confirm();
        Timers.StartPeriodicTimer(BoundDue.Instance, BoundDue.Instance, _options.BoundInterval);
        Become(Running);
        _buffer.SendTo(Self);
        if (!_members.Any)
            AwaitMembers();
    }

    private void Running()
    {
        Receive<AttachConsumer>(attach =>
        {
            _tags.Attach(attach, Sender);
            _tags.Update(_run);
            _run.Signal(attach);
            _tags.Confirm();
        });
        Receive<SettleDelivery>(_run.Signal);
        Receive<RenewDeliveries>(_run.Signal);
        Receive<BeginDelivery>(_run.Signal);
        Receive<RewindGroup>(OnRewind);
        Receive<DescribeGroup>(_ => _lookups.FindEnd());
        Receive<PutBackMessage>(back => _lookups.FindEntry(back, _run));
        Receive<PutBackMessages>(batch => _lookups.FindEntries(batch, _run));
        Receive<EntryMissing>(missing => _logger.Error(
            "The dead letter at offset {0} of queue {1} cannot be replayed for group {2}: the queue does not have that offset.",
            missing.Offset,
            _of.Queue,
            _of.Group));
        Receive<DeliveryEnded>(ended => _run.IsCurrent(ended.Run), ended => BackOff("keep the stream running", ended.Cause));
        Receive<StopGroup>(stop => OnStop(stop, end: SaveAndStop));
        Receive<GroupBlocked>(blocked => _run.IsCurrent(blocked.Run), _blocked.Tell);
        Receive<FilterSaved>(saved => _run.IsCurrent(saved.Run), _tags.Saved);
        Receive<IOutdated>(message => _run.TryHandle(message));
        OnStore();
        InAnyState();
    }

    private void OnStore()
    {
        Receive<SaveSnapshotSuccess>(saved => _register.IsInFlight(saved.Metadata), saved =>
        {
            _register.Prune(saved.Metadata);
            Saved();
        });
        Receive<WriteMessageSuccess>(saved => _register.IsInFlight(saved.Persistent), _ => Saved());
        Receive<SaveSnapshotFailure>(failed => _register.IsInFlight(failed.Metadata), failed => SaveFailed(failed.Cause));
        Receive<WriteMessageFailure>(failed => _register.IsInFlight(failed.Persistent), failed => SaveFailed(failed.Cause));
        Receive<WriteMessageRejected>(failed => _register.IsInFlight(failed.Persistent), failed => SaveFailed(failed.Cause));
        Receive<StoreTimeout>(_ => _run.Saver.Failed());
    }

    private void Saved()
    {
        _failures = 0;
        _run.Saved();
    }

    private void SaveFailed(Exception cause)
    {
        _logger.Warning(cause, "The progress of group {0} in queue {1} could not be saved. The save is repeated.", _of.Group, _of.Queue);
        _run.Saver.Failed();
    }

    /// <summary>Saves the progress before an orderly stop, so that no acknowledged message is delivered again.</summary>
    private void SaveAndStop()
    {
        _run.Signal(new TakeProgress(_register.NeedsWhole, Stops: true));
        Timers.StartSingleTimer(StoreTimeout.Instance, StoreTimeout.Instance, StoreTimeout.AtStop);
        Become(Stopping);
    }

    private void Stopping()
    {
        var saving = false;
        Receive<ProgressTaken>(taken => _run.IsCurrent(taken.Run), taken =>
        {
            saving = true;
            _run.Signal(StopDelivery.Instance);
            if (!_register.TrySave(taken))
                Context.Stop(Self);
        });
        Receive<SaveSnapshotSuccess>(saved => saving && _register.IsInFlight(saved.Metadata), _ => Context.Stop(Self));
        Receive<SaveSnapshotFailure>(failed => saving && _register.IsInFlight(failed.Metadata), _ => Context.Stop(Self));
        Receive<WriteMessageSuccess>(saved => saving && _register.IsInFlight(saved.Persistent), _ => Context.Stop(Self));
        Receive<WriteMessageFailure>(failed => saving && _register.IsInFlight(failed.Persistent), _ => Context.Stop(Self));
        Receive<WriteMessageRejected>(failed => saving && _register.IsInFlight(failed.Persistent), _ => Context.Stop(Self));
        Receive<StoreTimeout>(_ => Context.Stop(Self));
        Receive<StopGroup>(_ => { });
        InAnyState();
    }

    private void OnRewind(RewindGroup rewind)
    {
        _logger.Info("Operator {0} rewinds group {1} in queue {2} to {3}.", rewind.Who, _of.Group, _of.Queue, rewind.To);
        Move(rewind.To, new Rewound(rewind.Who, Context.System.Scheduler.Now), Sender);
    }

    /// <summary>Loads the saved progress and starts again, after a back-off.</summary>
    private void BackOff(string step, Exception? cause)
    {
        _run.End();
        DeliveryMetrics.BackOffs.Add(1);
        var wait = RestartBackoff.After(++_failures);
        _logger.Warning(
            cause, "The delivery of queue {0} to group {1} could not {2}. It starts again in {3}.", _of.Queue, _of.Group, step, wait);
        Timers.StartSingleTimer(BackOffEnded.Instance, BackOffEnded.Instance, wait);
        Become(BackingOff);
    }

    private void BackingOff()
    {
        Receive<BackOffEnded>(_ => Load());
        InAnyState();
    }

    /// <summary>
    /// Handles messages that a state does not handle itself: it records members, buffers requests and drops outdated messages.
    /// </summary>
    private void InAnyState()
    {
        Receive<AttachConsumer>(attach => _tags.Attach(attach, Sender));
        Receive<DetachConsumer>(OnGone);
        Receive<Terminated>(terminated => OnGone(new DetachConsumer(_of.Queue, _of.Group, terminated.ActorRef)));
        Receive<IGroupMessage>(message => _buffer.Add(message, Sender));
        Receive<Idle>(_ => OnIdle());
        Receive<StopGroup>(stop => OnStop(stop, end: () => Context.Stop(Self)));
        Receive<StoreTimeout>(_ => BackOff("reach the snapshot store", cause: null));
        Receive<StepFailed>(failed => _run.IsCurrent(failed.Run), failed => BackOff(failed.Step, failed.Cause));
        Receive<DeliveryStarted>(outdated => outdated.Signal(StopDelivery.Instance));
        Receive<IOutdated>(_ => { });
        Receive<ISnapshotResponse>(_ => { });
        Receive<IJournalResponse>(_ => { });
    }

    private void AwaitStore() => Timers.StartSingleTimer(StoreTimeout.Instance, StoreTimeout.Instance, StoreTimeout.After);

    private void OnGone(DetachConsumer detach)
    {
        _run.Wake.Ended(detach.Session);
        if (!_tags.Remove(detach.Session))
            return;
        _run.Signal(detach);
        if (!_members.Any)
            AwaitMembers();
    }

    private void AwaitMembers() => Timers.StartSingleTimer(Idle.Instance, Idle.Instance, _options.IdleAfter);

    private void OnIdle()
    {
        if (!_members.Any)
            Context.Parent.Tell(new GroupIdle(_of.Group));
    }

    private void OnStop(StopGroup stop, Action end)
    {
        if (_members.Any && !stop.Force)
            Context.Parent.Tell(new GroupBusy(_of.Group));
        else
            end();
    }
}
