using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Link;

/// <summary>Opening a session, and keeping it alive.</summary>
internal sealed partial class ParticipantLink
{
    private const string HeartbeatTimer = "heartbeat";
    private const string ConnectTimer = "connect";
    private const string RepeatTimer = "repeat";

    private static readonly TimeSpan MinHeartbeat = TimeSpan.FromMilliseconds(50);

    private IActorRef? _session;
    private SessionOpened? _terms;
    private string _contact = "";
    private DateTimeOffset _openedAt;
    private DateTimeOffset _lastHeard;
    private long _heartbeats;
    private bool _connecting;
    private long _attempt;

    private void Opening()
    {
        Always();
        Receive<SessionOpened>(OnOpened);
        Receive<SessionRefused>(OnRefused);
        Receive<ConnectTimedOut>(_ => OnAttemptFailed($"{_contact} did not answer within {_settings.OpenTimeout}"));
        Receive<ConnectDue>(_ => Connect());
        Receive<RepeatConnect>(_ => OnRepeatConnect());
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
        Receive<SessionOpened>(_ => OnRepeatedOpened());
        Receive<SessionRefused>(_ => { });
    }

    private void Connect()
    {
        _connecting = true;
        _attempt++;
        _contact = _contactPoints.Next();
        Timers.StartSingleTimer(ConnectTimer, ConnectTimedOut.Instance, _settings.OpenTimeout);
        Timers.StartSingleTimer(RepeatTimer, RepeatConnect.Instance, _settings.OpenTimeout / 8);
        SendOpenSession();
    }

    private void SendOpenSession() => _settings.SessionListener(Context, _contact).Tell(_settings.ToOpenSession(_attempt), Self);

    /// <summary>Once, soon: remoting may have dropped the first knock, silently, while the address was still gated.</summary>
    private void OnRepeatConnect()
    {
        if (_connecting)
            SendOpenSession();
    }

    private void OnOpened(SessionOpened opened)
    {
        if (opened.Attempt != _attempt)
        {
            CloseStale();
            return;
        }

        _connecting = false;
        _session = Sender;
        _terms = opened;
        _openedAt = _lastHeard = Now;
        BeContent();
        _contactPoints.Learn(opened.Nodes);
        Timers.Cancel(ConnectTimer);
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

    private void OnRepeatedOpened()
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

    private sealed record ConnectTimedOut : INoSerializationVerificationNeeded
    {
        public static readonly ConnectTimedOut Instance = new();
    }

    private sealed record ConnectDue : INoSerializationVerificationNeeded
    {
        public static readonly ConnectDue Instance = new();
    }

    private sealed record RepeatConnect : INoSerializationVerificationNeeded
    {
        public static readonly RepeatConnect Instance = new();
    }

    private sealed record BeatHeart : INoSerializationVerificationNeeded
    {
        public static readonly BeatHeart Instance = new();
    }
}
