using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Link;

/// <summary>Opening a session, and keeping it alive.</summary>
internal sealed partial class ParticipantLink
{
    private const string HeartbeatTimer = "heartbeat";
    private const string KnockTimer = "knock";
    private const string RepeatTimer = "repeat";

    private static readonly TimeSpan MinHeartbeat = TimeSpan.FromMilliseconds(50);

    private IActorRef? _session;
    private SessionOpened? _terms;
    private string _contact = "";
    private DateTimeOffset _openedAt;
    private DateTimeOffset _lastHeard;
    private long _heartbeats;
    private bool _knocking;
    private long _attempt;

    private void Opening()
    {
        Always();
        Receive<SessionOpened>(OnOpened);
        Receive<SessionRefused>(OnRefused);
        Receive<KnockTimedOut>(_ => OnAttemptFailed($"{_contact} did not answer within {_settings.OpenTimeout}"));
        Receive<KnockAgain>(_ => Knock());
        Receive<RepeatKnock>(_ => OnRepeatKnock());
        Receive<Frame>(OnFrame);
    }

    private void Open()
    {
        Always();
        Receive<Frame>(frame =>
        {
            if (Sender.Equals(_session))
                _lastHeard = Now;
            OnFrame(frame);
        });
        Receive<BeatHeart>(_ => OnBeatHeart());
        Receive<SessionOpened>(_ => OnOpenedAgain());
        Receive<SessionRefused>(_ => { });
    }

    private void Knock()
    {
        _knocking = true;
        _attempt++;
        _contact = _contactPoints.Next();
        Timers.StartSingleTimer(KnockTimer, KnockTimedOut.Instance, _settings.OpenTimeout);
        Timers.StartSingleTimer(RepeatTimer, RepeatKnock.Instance, _settings.OpenTimeout / 8);
        SendKnock();
    }

    private void SendKnock() => _settings.FrontDoor(Context, _contact).Tell(_settings.ToOpenSession(_attempt), Self);

    /// <summary>Once, soon: remoting may have dropped the first knock, silently, while the address was still gated.</summary>
    private void OnRepeatKnock()
    {
        if (_knocking)
            SendKnock();
    }

    private void OnOpened(SessionOpened opened)
    {
        if (opened.Attempt != _attempt)
        {
            CloseStale();
            return;
        }

        _knocking = false;
        _session = Sender;
        _terms = opened;
        _openedAt = _lastHeard = Now;
        BeContent();
        _contactPoints.Learn(opened.Nodes);
        Timers.Cancel(KnockTimer);
        Timers.Cancel(RepeatTimer);
        var interval = opened.HeartbeatInterval > MinHeartbeat ? opened.HeartbeatInterval : MinHeartbeat;
        Timers.StartPeriodicTimer(HeartbeatTimer, BeatHeart.Instance, interval);
        LinkMetrics.SessionsOpened.Add(1);
        _logger.LogInformation("Session {Session} with the coordinator at {Node} is open", opened.SessionId, Sender.Path.Address);
        Become(Open);
        TellConsumers(new SessionUp());
        foreach (var entry in _pending.All)
            SendCommand(entry);
        while (_held.TryTake(out var item))
            Send(item);
    }

    private void OnOpenedAgain()
    {
        if (!Sender.Equals(_session))
            CloseStale();
    }

    /// <summary>An attempt that was given up had been heard after all.</summary>
    private void CloseStale() => Sender.Tell(new Frame([new SessionClosed("the participant has another session")]));

    private void OnBeatHeart()
    {
        var silence = Now - _lastHeard;
        if (silence >= _terms!.SessionTimeout)
            LoseSession($"the coordinator was silent for {silence}");
        else
            Send(new Heartbeat(++_heartbeats));
    }

    private sealed record KnockTimedOut : INoSerializationVerificationNeeded
    {
        public static readonly KnockTimedOut Instance = new();
    }

    private sealed record KnockAgain : INoSerializationVerificationNeeded
    {
        public static readonly KnockAgain Instance = new();
    }

    private sealed record RepeatKnock : INoSerializationVerificationNeeded
    {
        public static readonly RepeatKnock Instance = new();
    }

    private sealed record BeatHeart : INoSerializationVerificationNeeded
    {
        public static readonly BeatHeart Instance = new();
    }
}
