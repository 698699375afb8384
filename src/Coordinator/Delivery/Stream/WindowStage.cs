using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Stage;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Bounds;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>
/// Stage of the <see cref="Window" />. It pulls a message only when a member has room, and handles settlements. Its two outlets
/// lead to the sessions and back to the waiting room.
/// </summary>
internal sealed class WindowStage(DeliveryScope scope)
    : GraphStage<FanOutShape<PendingMessage, Handover, WindowFeedback>>
{
    private readonly Inlet<PendingMessage> _in = new("Window.in");
    private readonly Outlet<Handover> _handOver = new("Window.handOver");
    private readonly Outlet<WindowFeedback> _feedback = new("Window.feedback");

    public override FanOutShape<PendingMessage, Handover, WindowFeedback> Shape => new(_in, _handOver, _feedback);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, scope);

    private sealed class Logic : TimerGraphStageLogic, IWindowExits
    {
        private const string LeaseTimer = "lease";
        private const string BlockedTimer = "blocked";

        private readonly WindowStage _stage;
        private readonly DeliveryScope _scope;
        private readonly Window _window;
        private readonly PutBackBatch _putBack;
        private readonly BlockedWatch _blocked;
        private readonly Queue<WindowFeedback> _feedback = [];
        private DateTimeOffset _armedFor = DateTimeOffset.MaxValue;
        private PendingMessage? _next;
        private int _openings;
        private bool _isStopping;

        public Logic(WindowStage stage, DeliveryScope scope)
            : base(stage.Shape)
        {
            _stage = stage;
            _scope = scope;
            _window = new Window(scope.Of, scope.Progress, scope.Members, scope.Options, this, scope.Epoch);
            _putBack = new PutBackBatch(scope, _window);
            _blocked = new BlockedWatch(scope, _window);
            SetHandler(stage._in, onPush: () =>
            {
                _next = Grab(stage._in);
                Advance();
            });
            SetHandler(stage._handOver, onPull: Advance);
            SetHandler(stage._feedback, onPull: Advance);
        }

        public override void PreStart()
        {
            _scope.Progress.FirstChange = () => Tell(new ProgressChanged(_scope.Run));
            Tell(new DeliveryStarted(_scope.Run, GetAsyncCallback<IDeliverySignal>(On)));
            // What was deleted while the group was away has changed its progress already.
            if (_scope.Progress.Changed)
                Tell(new ProgressChanged(_scope.Run));
            _window.Resume();
            ScheduleOnce(BlockedTimer, BlockedWatch.Interval);
        }

        public void Leave(PendingMessage message) => _feedback.Enqueue(new WindowFeedback(message, FeedbackKind.Left));

        public void Redeliver(PendingMessage message) => _feedback.Enqueue(new WindowFeedback(message, FeedbackKind.Redeliver));

        public void HandledAfterAll(DeliveryId delivery, InstanceId? by) =>
            Tell(new AcknowledgedLate(_scope.Run, delivery.Offset, delivery.Attempt, by));

        public void Return(PendingMessage message) => _feedback.Enqueue(new WindowFeedback(message, FeedbackKind.Returned));

        public void LeaseBegins(PendingMessage message) => Arm(message.Flight!.LeaseEnds);

        public void DeadLetter(PendingMessage message) => Tell(new DeadLetterDue(
            _scope.Run,
            message.Offset,
            message.Flight?.Id ?? message.Entry!.Id,
            message.Attempt,
            message.Reason));

        protected override void OnTimer(object timerKey)
        {
            if (timerKey is BlockedTimer)
            {
                foreach (var change in _blocked.Look())
                    Tell(change);
                ScheduleOnce(BlockedTimer, BlockedWatch.Interval);
                return;
            }

            _armedFor = DateTimeOffset.MaxValue;
            _window.ExpireLeases(_scope.Clock.Now);
            if (_window.NextLeaseEnd() is { } next)
                Arm(next);
            Advance();
        }

        private void On(IDeliverySignal signal)
        {
            switch (signal)
            {
                case FilterChanged changed:
                    Filter(changed);
                    break;
                case AttachConsumer attach:
                    _window.Attach(attach);
                    break;
                case DetachConsumer detach:
                    _window.Detach(detach.Session, detach.Loss, _scope.Clock.Now);
                    break;
                case RenewDeliveries renew:
                    if (IsOfThisLog(renew.Epoch))
                        _window.Renew(renew, _scope.Clock.Now);
                    break;
                case BeginDelivery begin:
                    if (IsOfThisLog(begin.Begin.Delivery.Epoch) && _window.Begin(begin.Begin, begin.Instance, _scope.Clock.Now))
                        begin.Session.Tell(new Begin(begin.Begin.Delivery), ActorRefs.NoSender);
                    break;
                case SettleDelivery settle:
                    if (IsOfThisLog(settle.Settle.Delivery.Epoch))
                        _window.Settle(settle.Settle, settle.Instance, _scope.Clock.Now);
                    break;
                case DeadLetterAdded added:
                    _window.DeadLetterStored(added.Offset, added.Attempts);
                    break;
                case EntryFound found:
                    PutBack(found);
                    break;
                case EntriesFound found:
                    _putBack.Add(found);
                    break;
                case TakeProgress take:
                    if (take.Stops)
                        Stop();
                    Tell(Taken(take.Whole));
                    break;
                case BoundFound found:
                    Tell(DeliveryBound.Of(_scope.Of, _scope.Epoch, found, _scope.Progress));
                    break;
                case EndFound found:
                    found.Requester.Tell(GroupDescriber.Describe(_scope, _window, found.End), ActorRefs.NoSender);
                    break;
                case StopDelivery:
                    CompleteStage();
                    return;
                default:
                    throw new NotSupportedException($"The signal {signal.GetType()} is unknown.");
            }

            Advance();
        }

        /// <summary>
        /// True for an offset of this log. A consumer may have had it since before the coordinator was restored. A node of an earlier release tells
        /// no epoch.
        /// </summary>
        private bool IsOfThisLog(long epoch)
        {
            if (epoch == 0 || epoch == _scope.Epoch)
                return true;
            DeliveryMetrics.SettledOfOtherLog.Add(1);
            return false;
        }

        private void Filter(FilterChanged changed)
        {
            _scope.Progress.Take(changed.Filter);
            if (changed.Left.Count > 0)
                FilterSweep.Skip(_scope.Progress, _scope.Members, changed.Left, this);
            if (changed.Confirm is { } saved)
                Tell(new IsPending(_scope.Run, _scope.Owner, saved));
        }

        private ProgressTaken Taken(bool whole)
        {
            var progress = _scope.Progress;
            if (!whole && !progress.Changed)
                return new ProgressTaken(_scope.Run, Whole: null, Changes: null);
            return whole || progress.IsWholeDue
                ? new ProgressTaken(_scope.Run, progress.TakeWhole(), Changes: null)
                : new ProgressTaken(_scope.Run, Whole: null, progress.TakeChanges());
        }

        /// <summary>Hands nothing over any more. What is in flight may go on while the queue moves.</summary>
        private void Stop()
        {
            _isStopping = true;
            _window.Stop(_scope.Clock.Now);
        }

        private void PutBack(EntryFound found)
        {
            var offset = found.Entry.Offset;
            // The message leaves when the dead letters answer. Only then can it be put back.
            if (_window.IsLeaving(offset, found.Attempts, out _))
                return;
            if (_scope.Progress.PutBack(found.Entry, found.Attempts, out var message))
                _feedback.Enqueue(new WindowFeedback(message, FeedbackKind.PutBack));
            Tell(new IsPending(
                _scope.Run, found.Requester, new MessagePutBack(_scope.Of.Queue, _scope.Of.Group, offset, found.Attempts)));
        }

        private void Advance()
        {
            if (_putBack.Take(message => _feedback.Enqueue(new WindowFeedback(message, FeedbackKind.PutBack))) is { } pending)
                Tell(pending);
            TellRoom();
            if (IsAvailable(_stage._handOver))
                HandOver();
            if (_feedback.Count > 0 && IsAvailable(_stage._feedback))
                Push(_stage._feedback, _feedback.Dequeue());
        }

        private void HandOver()
        {
            if (_isStopping)
                return;
            if (_next is { } message && (_window.HasRoom || !Window.Needs(message)))
            {
                _next = null;
                if (_window.HandOver(message, _scope.Clock.Now) is { } handover)
                {
                    Push(_stage._handOver, handover);
                    Arm(message.Flight!.LeaseEnds);
                    return;
                }
            }

            if (_next is null && _window.HasRoom && !HasBeenPulled(_stage._in))
                Pull(_stage._in);
        }

        /// <summary>Tells the waiting room that it may have a message for a member now, when it had none at the pull.</summary>
        private void TellRoom()
        {
            if (_openings == _scope.Members.Openings)
                return;
            _openings = _scope.Members.Openings;
            if (HasBeenPulled(_stage._in))
                _feedback.Enqueue(new WindowFeedback(null, FeedbackKind.HasRoom));
        }

        private void Arm(DateTimeOffset leaseEnd)
        {
            if (leaseEnd >= _armedFor)
                return;
            _armedFor = leaseEnd;
            var wait = leaseEnd - _scope.Clock.Now;
            ScheduleOnce(LeaseTimer, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        }

        private void Tell(object message) => _scope.Owner.Tell(message, ActorRefs.NoSender);
    }
}
