using Akka.Actor;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Participants.Link;

/// <summary>Leaving in order: first the consumers, then, when nobody produces any more, the commands in flight.</summary>
internal sealed partial class ParticipantLink
{
    private const string CloseTimer = "close";

    private IActorRef? _stopper;
    private IActorRef? _closer;
    private int _consuming;

    private void OnStopConsuming(StopConsuming stop)
    {
        _stopper = Sender;
        _consuming = _consumers.Count;
        TellConsumers(stop);
        if (_consuming == 0)
            _stopper.Tell(new ConsumingStopped());
    }

    private void OnConsumerStopped()
    {
        if (--_consuming == 0)
            _stopper?.Tell(new ConsumingStopped());
    }

    private void OnClose(CloseLink close)
    {
        _closer = Sender;
        Timers.StartSingleTimer(CloseTimer, CloseNow.Instance, close.Grace);
        CloseWhenIdle();
    }

    private void CloseWhenIdle()
    {
        if (_closer is not null && _pending.Count == 0)
            CloseSession();
    }

    private void CloseSession()
    {
        _pending.FailAll("the participant is stopping");
        if (_session is not null)
        {
            Send(new SessionClosed("the participant is stopping"));
            _frame.Flush();
        }

        _session = null;
        _closer.Tell(new LinkClosed());
        Timers.CancelAll();
        Become(Closed);
    }

    private void Closed()
    {
        Receive<SubmitCommand>(Submit);
        ReceiveAny(_ => { });
    }

    private sealed record CloseNow : INoSerializationVerificationNeeded
    {
        public static readonly CloseNow Instance = new();
    }
}
