using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using Akka.Streams;
using Coordinator.Contracts.Common;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
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
    private readonly MessageBuffer _buffer;
    private DeliveryRun _run = null!;
    private int _failures;

    public GroupDelivery(
        GroupQueue of,
        IActorRef log,
        IQueueLogReader reader,
        DeliveryOptions options,
        Func<IActorRef> deadLetters)
    {
        _of = of;
        _options = options;
        _deadLetterRegion = deadLetters;
        _positions = new QueuePositions(of, log, reader);
        _log = new QueueSource(of.Queue, log, reader);
        _register = new ProgressRegister(of, Akka.Persistence.Persistence.Instance.Apply(Context.System).SnapshotStoreFor(string.Empty), Self);
        _members = new GroupMembers(of, Context);
        _buffer = new MessageBuffer(options.MaxInFlight);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        _run = new DeliveryRun(
            new PendingDeadLetters(_of, _deadLetterRegion, Self, Timers), new ProgressSaver(_of, _register, Timers, _options));
        // A request about a group without members does not keep the group in memory.
        AwaitMembers();
        Load();
    }

    private void Load()
    {
        Become(Loading);
        _register.Load();
        AwaitStore();
    }

    private void Loading()
    {
        Receive<LoadSnapshotResult>(result =>
        {
            Timers.Cancel(StoreTimeout.Instance);
            if (_register.Loaded(result) is { } progress)
                Start(progress);
            else
                BecomeUnplaced();
        });
        Receive<LoadSnapshotFailed>(failed => BackOff("load the progress", failed.Cause));
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
            _members.Attach(attach, Sender);
            BecomeUnplaced();
        });
        Receive<RewindGroup>(OnRewind);
        Receive<DescribeGroup>(_ => FindEnd());
        Receive<EndFound>(found => found.Requester.Tell(GroupDescription.Unknown(_of, found.End)));
        // A group without progress has no deliveries to settle and no dead letters to replay.
        Receive<IGroupMessage>(message => message is SettleDelivery or PutBackMessage, _ => { });
        InAnyState();
    }

    private void Move(RewindTarget target, Rewound? rewound, IActorRef? requester)
    {
        _run.End();
        var run = _run.Number;
        Become(() => Moving(rewound, requester));
        _positions.CursorAsync(target).PipeTo(
            Self,
            success: cursor => new PositionFound(run, cursor),
            failure: cause => new StepFailed(run, "find the start position", cause));
    }

    private void Moving(Rewound? rewound, IActorRef? requester)
    {
        ProgressSnapshot? place = null;
        Receive<PositionFound>(found => _run.IsCurrent(found.Run), found =>
        {
            place = new ProgressSnapshot(found.Cursor, [], rewound);
            _register.Save(place);
            AwaitStore();
        });
        Receive<SaveSnapshotSuccess>(saved => place is not null && _register.IsLatest(saved.Metadata), _ =>
        {
            Timers.Cancel(StoreTimeout.Instance);
            _register.Prune();
            requester?.Tell(new GroupRewound(_of.Queue, _of.Group, place!.Cursor + 1));
            Start(place!);
        });
        Receive<SaveSnapshotFailure>(
            failed => place is not null && _register.IsLatest(failed.Metadata),
            failed => BackOff("save the start position", failed.Cause));
        InAnyState();
    }

    private void Start(ProgressSnapshot progress)
    {
        _run.End();
        var run = _run.Number;
        Become(() => Starting(progress));
        _positions.ReadAsync(progress.Pending).PipeTo(
            Self,
            success: entries => new PendingRead(run, entries),
            failure: cause => new StepFailed(run, "read the pending messages", cause));
    }

    private void Starting(ProgressSnapshot progress)
    {
        Receive<PendingRead>(read => _run.IsCurrent(read.Run), read => Materialize(new GroupProgress(progress, read.Entries)));
        Receive<DeliveryStarted>(started => _run.IsCurrent(started.Run), BecomeRunning);
        Receive<DeliveryEnded>(ended => _run.IsCurrent(ended.Run), ended => BackOff("start the stream", ended.Cause));
        InAnyState();
    }

    private void Materialize(GroupProgress progress)
    {
        var run = _run.Number;
        var scheduler = Context.System.Scheduler;
        var scope = new DeliveryScope(_of, run, Self, progress, new TagFilter(), _options, () => scheduler.Now);
        DeliveryStream.Of(scope, _log.From).Run(_materializer).PipeTo(
            Self,
            success: _ => new DeliveryEnded(run, Cause: null),
            failure: cause => new DeliveryEnded(run, cause));
    }

    private void BecomeRunning(DeliveryStarted started)
    {
        _run.Started(started);
        foreach (var attach in _members.All)
            _run.Signal(attach);
        _members.Confirm();
        Become(Running);
        _buffer.SendTo(Self);
        if (!_members.Any)
            AwaitMembers();
    }

    private void Running()
    {
        Receive<AttachConsumer>(attach =>
        {
            _members.Attach(attach, Sender);
            _run.Signal(attach);
            _members.Confirm();
        });
        Receive<SettleDelivery>(_run.Signal);
        Receive<RewindGroup>(OnRewind);
        Receive<DescribeGroup>(_ => FindEnd());
        Receive<PutBackMessage>(FindEntry);
        Receive<EntryMissing>(missing => _logger.Error(
            "The dead letter at offset {0} of queue {1} cannot be replayed for group {2}: the queue does not have that offset.",
            missing.Offset,
            _of.Queue,
            _of.Group));
        Receive<DeliveryEnded>(ended => _run.IsCurrent(ended.Run), ended => BackOff("keep the stream running", ended.Cause));
        Receive<StopGroup>(stop => OnStop(stop, end: SaveAndStop));
        Receive<IOutdated>(message => _run.TryHandle(message));
        OnStore();
        InAnyState();
    }

    private void OnStore()
    {
        Receive<SaveSnapshotSuccess>(saved => _register.IsLatest(saved.Metadata), _ =>
        {
            _failures = 0;
            _run.Saver.Saved();
        });
        Receive<SaveSnapshotFailure>(failed => _register.IsLatest(failed.Metadata), failed =>
        {
            _logger.Warning(
                failed.Cause, "The progress of group {0} in queue {1} could not be saved. The save is repeated.", _of.Group, _of.Queue);
            _run.Saver.Failed();
        });
        Receive<StoreTimeout>(_ => _run.Saver.Failed());
    }

    /// <summary>Saves the progress before an orderly stop, so that no acknowledged message is delivered again.</summary>
    private void SaveAndStop()
    {
        _run.Signal(TakeSnapshot.Instance);
        Timers.StartSingleTimer(StoreTimeout.Instance, StoreTimeout.Instance, StoreTimeout.AtStop);
        Become(Stopping);
    }

    private void Stopping()
    {
        var saving = false;
        Receive<SnapshotTaken>(taken => _run.IsCurrent(taken.Run), taken =>
        {
            saving = true;
            _register.Save(taken.Snapshot);
            _run.Signal(StopDelivery.Instance);
        });
        Receive<SaveSnapshotSuccess>(saved => saving && _register.IsLatest(saved.Metadata), _ => Context.Stop(Self));
        Receive<SaveSnapshotFailure>(failed => saving && _register.IsLatest(failed.Metadata), _ => Context.Stop(Self));
        Receive<StoreTimeout>(_ => Context.Stop(Self));
        Receive<StopGroup>(_ => { });
        InAnyState();
    }

    private void OnRewind(RewindGroup rewind)
    {
        _logger.Info("Operator {0} rewinds group {1} in queue {2} to {3}.", rewind.Who, _of.Group, _of.Queue, rewind.To);
        Move(rewind.To, new Rewound(rewind.Who, Context.System.Scheduler.Now), Sender);
    }

    private void FindEntry(PutBackMessage back)
    {
        var (run, requester) = (_run.Number, Sender);
        _positions.FindAsync(back.Offset).PipeTo(
            Self,
            success: entry => entry is null
                ? new EntryMissing(back.Offset)
                : new EntryFound(run, entry, back.Attempts, requester),
            failure: cause => new LookupFailed(cause));
    }

    private void FindEnd()
    {
        var requester = Sender;
        _positions.EndAsync().PipeTo(
            Self,
            success: end => new EndFound(end, requester),
            failure: cause => new LookupFailed(cause));
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
        Receive<AttachConsumer>(attach => _members.Attach(attach, Sender));
        Receive<DetachConsumer>(detach => OnGone(detach.Session));
        Receive<Terminated>(terminated => OnGone(terminated.ActorRef));
        Receive<IGroupMessage>(message => _buffer.Add(message, Sender));
        Receive<Idle>(_ => OnIdle());
        Receive<StopGroup>(stop => OnStop(stop, end: () => Context.Stop(Self)));
        Receive<StoreTimeout>(_ => BackOff("reach the snapshot store", cause: null));
        Receive<StepFailed>(failed => _run.IsCurrent(failed.Run), failed => BackOff(failed.Step, failed.Cause));
        Receive<DeliveryStarted>(outdated => outdated.Signal(StopDelivery.Instance));
        Receive<IOutdated>(_ => { });
        Receive<ISnapshotResponse>(_ => { });
    }

    private void AwaitStore() => Timers.StartSingleTimer(StoreTimeout.Instance, StoreTimeout.Instance, StoreTimeout.After);

    private void OnGone(IActorRef session)
    {
        if (!_members.Remove(session))
            return;
        _run.Signal(new DetachConsumer(_of.Queue, _of.Group, session));
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
