using Akka.Streams;
using Akka.Streams.Stage;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>
/// Lets a message pass when it is due: at once, after the delay that its producer set, or after its back-off. Retries pass before
/// new messages. One timer serves the earliest due time.
/// </summary>
internal sealed class NotBeforeStage(Func<DateTimeOffset> now, DeliveryOptions options)
    : GraphStage<FanInShape<PendingMessage, PendingMessage, PendingMessage>>
{
    private readonly Inlet<PendingMessage> _new = new("NotBefore.new");
    private readonly Inlet<PendingMessage> _retries = new("NotBefore.retries");
    private readonly Outlet<PendingMessage> _due = new("NotBefore.due");

    public override FanInShape<PendingMessage, PendingMessage, PendingMessage> Shape => new(_due, _new, _retries);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, now, options);

    private sealed class Logic : TimerGraphStageLogic
    {
        private const string Timer = "due";

        private readonly NotBeforeStage _stage;
        private readonly Func<DateTimeOffset> _now;
        private readonly DeliveryOptions _options;
        private readonly WaitingMessages _waiting = new();
        private readonly Queue<PendingMessage> _ready = [];
        private DateTimeOffset _armedFor = DateTimeOffset.MaxValue;

        public Logic(NotBeforeStage stage, Func<DateTimeOffset> now, DeliveryOptions options)
            : base(stage.Shape)
        {
            _stage = stage;
            _now = now;
            _options = options;
            SetHandler(stage._new, onPush: () => Enter(Grab(stage._new)));
            SetHandler(stage._retries, onPush: () =>
            {
                Enter(Grab(stage._retries));
                Pull(stage._retries);
            });
            SetHandler(stage._due, onPull: Advance);
        }

        public override void PreStart() => Pull(_stage._retries);

        protected override void OnTimer(object timerKey)
        {
            _armedFor = DateTimeOffset.MaxValue;
            Advance();
        }

        private void Enter(PendingMessage message)
        {
            var now = _now();
            message.WaitAtMostItsDelay(now);
            if (message.DueAt <= now)
                _ready.Enqueue(message);
            else
                _waiting.Wait(message);
            Advance();
        }

        private void Advance()
        {
            Arm();
            if (!IsAvailable(_stage._due))
                return;
            if (_ready.TryDequeue(out var message))
                Push(_stage._due, message);
            else if (_waiting.Count < _options.MaxWaiting && !HasBeenPulled(_stage._new))
                Pull(_stage._new);
        }

        private void Arm()
        {
            if (_waiting.Count == 0)
                return;
            var now = _now();
            while (_waiting.TryLeave(now, out var due))
                _ready.Enqueue(due);
            if (_waiting.NextDue is { } next && next < _armedFor)
            {
                _armedFor = next;
                ScheduleOnce(Timer, next - now);
            }
        }
    }
}
