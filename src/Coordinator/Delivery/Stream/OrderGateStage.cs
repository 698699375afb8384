using Akka.Streams;
using Akka.Streams.Stage;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>
/// Stage of the <see cref="OrderGate" />. Messages that were pending at the start enter first. This stage also limits reading: it
/// pulls the log only while there is room for messages that may be held back.
/// </summary>
internal sealed class OrderGateStage(GroupProgress progress, DeliveryOptions options)
    : GraphStage<FanInShape<PendingMessage, GateFeedback, PendingMessage>>
{
    private readonly Inlet<PendingMessage> _read = new("OrderGate.read");
    private readonly Inlet<GateFeedback> _feedback = new("OrderGate.feedback");
    private readonly Outlet<PendingMessage> _pass = new("OrderGate.pass");

    public override FanInShape<PendingMessage, GateFeedback, PendingMessage> Shape => new(_pass, _read, _feedback);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, progress, options);

    private sealed class Logic : GraphStageLogic
    {
        private readonly OrderGateStage _stage;
        private readonly GroupProgress _progress;
        private readonly DeliveryOptions _options;
        private readonly OrderGate _gate = new();
        private readonly Queue<PendingMessage> _passing = [];

        public Logic(OrderGateStage stage, GroupProgress progress, DeliveryOptions options)
            : base(stage.Shape)
        {
            _stage = stage;
            _progress = progress;
            _options = options;
            foreach (var message in progress.Pending.OrderBy(message => message.Offset))
                Enter(message);
            SetHandler(stage._read, onPush: () =>
            {
                Enter(Grab(stage._read));
                Advance();
            });
            SetHandler(stage._feedback, onPush: () =>
            {
                OnFeedback(Grab(stage._feedback));
                Pull(stage._feedback);
                Advance();
            });
            SetHandler(stage._pass, onPull: Advance);
        }

        private bool MayRead => _gate.Held < _options.MaxHeldBack && _progress.Bytes < _options.MaxPendingBytes;

        public override void PreStart() => Pull(_stage._feedback);

        private void Enter(PendingMessage message)
        {
            if (_gate.Enter(message))
                _passing.Enqueue(message);
        }

        private void OnFeedback(GateFeedback feedback)
        {
            if (feedback.Enters)
                Enter(feedback.Message);
            else if (_gate.Leave(feedback.Message) is { } next)
                _passing.Enqueue(next);
        }

        private void Advance()
        {
            if (!IsAvailable(_stage._pass))
                return;
            if (_passing.TryDequeue(out var message))
                Push(_stage._pass, message);
            else if (MayRead && !HasBeenPulled(_stage._read))
                Pull(_stage._read);
        }
    }
}
