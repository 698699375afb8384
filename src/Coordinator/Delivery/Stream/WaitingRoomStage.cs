using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Stage;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>
/// Stage of the <see cref="WaitingRoom" />. One timer serves the earliest due time. Messages whose body was dropped while they waited
/// are read again before they leave, several at a time. This stage also limits reading: it pulls the log only while there is room.
/// </summary>
internal sealed class WaitingRoomStage(DeliveryScope scope)
    : GraphStage<FanInShape<PendingMessage, WindowFeedback, PendingMessage>>
{
    private readonly Inlet<PendingMessage> _read = new("WaitingRoom.read");
    private readonly Inlet<WindowFeedback> _feedback = new("WaitingRoom.feedback");
    private readonly Outlet<PendingMessage> _ready = new("WaitingRoom.ready");

    public override FanInShape<PendingMessage, WindowFeedback, PendingMessage> Shape => new(_ready, _read, _feedback);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, scope);

    private sealed class Logic : TimerGraphStageLogic
    {
        private const string DueTimer = "due";
        private const string ReadAgainTimer = "read-again";

        private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(1);

        private readonly WaitingRoomStage _stage;
        private readonly DeliveryScope _scope;
        private readonly WaitingRoom _room;
        private readonly BodyReads _bodies;
        private DateTimeOffset _armedFor = DateTimeOffset.MaxValue;
        private bool _isBlocked;
        private Action<Task<IReadOnlyList<Topics.Log.QueueEntry>>> _bodiesRead = null!;

        public Logic(WaitingRoomStage stage, DeliveryScope scope)
            : base(stage.Shape)
        {
            _stage = stage;
            _scope = scope;
            _room = new WaitingRoom(scope.Progress, scope.Members, scope.Clock, scope.Gate);
            _bodies = new BodyReads(scope.Progress);
            SetHandler(stage._read, onPush: () =>
            {
                _room.Enter(Grab(stage._read));
                Advance();
            });
            SetHandler(stage._feedback, onPush: () =>
            {
                Take(Grab(stage._feedback));
                Pull(stage._feedback);
                Advance();
            });
            SetHandler(stage._ready, onPull: Advance);
        }

        public override void PreStart()
        {
            _bodiesRead = GetAsyncCallback<Task<IReadOnlyList<Topics.Log.QueueEntry>>>(OnBodiesRead);
            _room.Start();
            Pull(_stage._feedback);
        }

        protected override void OnTimer(object timerKey)
        {
            if (timerKey is DueTimer)
                _armedFor = DateTimeOffset.MaxValue;
            else
                ReadBodies();
            Advance();
        }

        private void Take(WindowFeedback feedback)
        {
            switch (feedback.Kind)
            {
                case FeedbackKind.Left:
                    _room.Leave(feedback.Message!);
                    break;
                case FeedbackKind.PutBack:
                    _room.Enter(feedback.Message!);
                    break;
                case FeedbackKind.Redeliver:
                    _room.Redeliver(feedback.Message!);
                    break;
                case FeedbackKind.Returned:
                    _room.Return(feedback.Message!);
                    break;
                case FeedbackKind.HasRoom:
                    break;
                default:
                    throw new NotSupportedException($"The feedback {feedback.Kind} is unknown.");
            }
        }

        private void Advance()
        {
            if (IsAvailable(_stage._ready))
                PushNext();
            Arm();
            if (_isBlocked ? _scope.Progress.IsFarFromFull : _scope.Progress.IsFull)
                TellBlocked();
            if (_scope.Progress.TakeMissed() is > 0 and var missed)
                _scope.Owner.Tell(new MessagesMissed(_scope.Run, missed, _scope.Progress.Missed), ActorRefs.NoSender);
        }

        private void TellBlocked()
        {
            _isBlocked = !_isBlocked;
            _scope.Owner.Tell(
                new GroupBlocked(
                    _scope.Run, _isBlocked, new WaitDescription(WaitCause.Limit, 0, _scope.Progress.Pending.Count, Limit: _scope.Options.MaxPending)),
                ActorRefs.NoSender);
        }

        private void PushNext()
        {
            // The log is read also while others come again, so that these do not hold up what is new.
            ReadMore();
            while (!_bodies.IsFull(ReadAhead))
            {
                if (_bodies.TryTake(out var message) || (_room.TryNext(out message) && !_bodies.MustRead(message)))
                {
                    if (_room.MayLeave(message))
                    {
                        Push(_stage._ready, message);
                        break;
                    }

                    // While its body was read, its members got others.
                    _room.Return(message);
                }

                if (message is null)
                    break;
            }

            ReadBodies();
            // What went back may have made room.
            if (IsAvailable(_stage._ready))
                ReadMore();
        }

        private void ReadMore()
        {
            if (_room.WantsMore && !HasBeenPulled(_stage._read))
                Pull(_stage._read);
        }

        // Bodies that no member has room for would be dropped and read again.
        private int ReadAhead => _scope.Members.IsUniform ? BodyReads.Most : Math.Min(BodyReads.Most, _scope.Members.FreeRoom);

        private void ReadBodies()
        {
            if (IsTimerActive(ReadAgainTimer) || _bodies.Next() is not { } range)
                return;
            _scope.ReadAsync(range.First, range.Last).ContinueWith(
                _bodiesRead, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        private void OnBodiesRead(Task<IReadOnlyList<Topics.Log.QueueEntry>> read)
        {
            if (read.IsCompletedSuccessfully)
            {
                foreach (var deleted in _bodies.Read(read.Result))
                {
                    _scope.Progress.Miss(deleted);
                    _room.Leave(deleted);
                }
            }
            else
            {
                // The journal is away. What needs no body goes on.
                _bodies.Failed();
                ScheduleOnce(ReadAgainTimer, ReadAgainAfter);
            }

            Advance();
        }

        private void Arm()
        {
            if (_room.NextDue is not { } next || next >= _armedFor)
                return;
            _armedFor = next;
            var wait = next - _scope.Clock.Now;
            ScheduleOnce(DueTimer, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        }
    }
}
