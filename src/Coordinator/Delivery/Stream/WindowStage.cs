using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Stage;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>
/// Stage of the <see cref="Window" />. It pulls a message only when a member has room, and handles settlements. Its three outlets
/// lead to the sessions, to the order gate, and to the retries.
/// </summary>
internal sealed class WindowStage(DeliveryScope scope)
    : GraphStage<FanOutShape<PendingMessage, Handover, GateFeedback, PendingMessage>>
{
    private readonly Inlet<PendingMessage> _in = new("Window.in");
    private readonly Outlet<Handover> _handOver = new("Window.handOver");
    private readonly Outlet<GateFeedback> _toGate = new("Window.toGate");
    private readonly Outlet<PendingMessage> _redeliver = new("Window.redeliver");

    public override FanOutShape<PendingMessage, Handover, GateFeedback, PendingMessage> Shape =>
        new(_in, _handOver, _toGate, _redeliver);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, scope);

    private sealed class Logic : TimerGraphStageLogic, IWindowExits
    {
        private const string LeaseTimer = "lease";

        private readonly WindowStage _stage;
        private readonly DeliveryScope _scope;
        private readonly Window _window;
        private readonly Queue<GateFeedback> _toGate = [];
        private readonly Queue<PendingMessage> _retries = [];
        private DateTimeOffset _armedFor = DateTimeOffset.MaxValue;
        private PendingMessage? _next;

        public Logic(WindowStage stage, DeliveryScope scope)
            : base(stage.Shape)
        {
            _stage = stage;
            _scope = scope;
            _window = new Window(scope.Of, scope.Progress, scope.Options, this);
            SetHandler(stage._in, onPush: () =>
            {
                _next = Grab(stage._in);
                Advance();
            });
            SetHandler(stage._handOver, onPull: Advance);
            SetHandler(stage._toGate, onPull: Advance);
            SetHandler(stage._redeliver, onPull: Advance);
        }

        public override void PreStart()
        {
            _scope.Progress.FirstChange = () => Tell(new ProgressChanged(_scope.Run));
            Tell(new DeliveryStarted(_scope.Run, GetAsyncCallback<IDeliverySignal>(On)));
            _window.Resume();
        }

        public void Leave(PendingMessage message) => _toGate.Enqueue(new GateFeedback(message, Enters: false));

        public void Redeliver(PendingMessage message) => _retries.Enqueue(message);

        public void DeadLetter(PendingMessage message) => Tell(new DeadLetterDue(
            _scope.Run,
            message.Offset,
            message.Entry.Id,
            message.Attempt,
            message.Reason));

        protected override void OnTimer(object timerKey)
        {
            _armedFor = DateTimeOffset.MaxValue;
            _window.ExpireLeases(_scope.Now());
            if (_window.NextLeaseEnd() is { } next)
                Arm(next);
            Advance();
        }

        private void On(IDeliverySignal signal)
        {
            switch (signal)
            {
                case AttachConsumer attach:
                    _scope.Filter.Tags = attach.Tags;
                    _window.Attach(attach);
                    break;
                case DetachConsumer detach:
                    _window.Detach(detach.Session, _scope.Now());
                    break;
                case SettleDelivery settle:
                    _window.Settle(settle.Settle, settle.Instance, _scope.Now());
                    break;
                case DeadLetterAdded added:
                    _window.DeadLetterStored(added.Offset, added.Attempts);
                    break;
                case EntryFound found:
                    PutBack(found);
                    break;
                case TakeSnapshot:
                    Tell(new SnapshotTaken(_scope.Run, _scope.Progress.TakeSnapshot()));
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

        private void PutBack(EntryFound found)
        {
            var offset = found.Entry.Offset;
            // The message leaves when the dead letters answer. Only then can it be put back.
            if (_window.IsLeaving(offset, found.Attempts, out _))
                return;
            if (_scope.Progress.PutBack(found.Entry, found.Attempts, out var message))
                _toGate.Enqueue(new GateFeedback(message, Enters: true));
            Tell(new IsPending(_scope.Run, offset, found.Attempts, found.Requester));
        }

        private void Advance()
        {
            if (IsAvailable(_stage._handOver))
                HandOver();
            if (_toGate.Count > 0 && IsAvailable(_stage._toGate))
                Push(_stage._toGate, _toGate.Dequeue());
            if (_retries.Count > 0 && IsAvailable(_stage._redeliver))
                Push(_stage._redeliver, _retries.Dequeue());
        }

        private void HandOver()
        {
            if (_next is { } message && (_window.HasRoom || !Window.Needs(message)))
            {
                _next = null;
                if (_window.HandOver(message, _scope.Now()) is { } handover)
                {
                    Push(_stage._handOver, handover);
                    Arm(message.LeaseEnds);
                    return;
                }
            }

            if (_next is null && _window.HasRoom && !HasBeenPulled(_stage._in))
                Pull(_stage._in);
        }

        private void Arm(DateTimeOffset leaseEnd)
        {
            if (leaseEnd >= _armedFor)
                return;
            _armedFor = leaseEnd;
            ScheduleOnce(LeaseTimer, leaseEnd - _scope.Now());
        }

        private void Tell(object message) => _scope.Owner.Tell(message, ActorRefs.NoSender);
    }
}
