using Akka.Actor;
using Akka.Remote;
using Coordinator.Contracts.Sessions;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Link;

/// <summary>Opening a session, keeping it alive, and losing it.</summary>
internal sealed partial class ParticipantLink
{
    private const string HeartbeatTimer = "heartbeat";
    private const string KnockTimer = "knock";
    private const string RepeatTimer = "repeat";

    private static readonly TimeSpan MinHeartbeat = TimeSpan.FromMilliseconds(50);

    private IActorRef? _session;
    private SessionOpened? _terms;
    private string _contact = "";
    private DateTimeOffset _lastHeard;
    private long _heartbeats;
    private int _failures;
    private bool _knocking;
    private long _attempt;
    private string _why = "not connected yet";

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
        _lastHeard = Now;
        _failures = 0;
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

    private void OnRefused(SessionRefused refused)
    {
        if (!_knocking)
            return;
        if (!refused.Retryable)
            _logger.LogError("{Node} refuses a session ({Refusal}): {Detail}", _contact, refused.Refusal, refused.Detail);
        OnAttemptFailed($"{_contact} refused as {refused.Refusal}: {refused.Detail}");
    }

    private void OnAttemptFailed(string why)
    {
        _why = why;
        _knocking = false;
        _failures++;
        LinkMetrics.SessionAttemptsFailed.Add(1);
        _logger.LogDebug("No session with the coordinator: {Reason}", why);
        if (_failures == _contactPoints.Count)
            _logger.LogWarning("No contact point of the coordinator opens a session; the last reason: {Reason}. Trying on", why);
        if (_failures % _contactPoints.Count == 0)
            KnockLater(_failures / _contactPoints.Count);
        else
            Knock();
    }

    private void KnockLater(int rounds) => Timers.StartSingleTimer(KnockTimer, KnockAgain.Instance, _reconnect.After(rounds));

    private void OnBeatHeart()
    {
        var silence = Now - _lastHeard;
        if (silence >= _terms!.SessionTimeout)
            LoseSession($"the coordinator was silent for {silence}");
        else
            Send(new Heartbeat(++_heartbeats));
    }

    /// <summary>The connection itself broke or could not be made: no need to wait for a silence.</summary>
    private void OnAssociationLost(AssociationEvent lost)
    {
        if (_session is not null)
        {
            if (lost.RemoteAddress.Equals(_session.Path.Address))
                LoseSession("the connection broke");
        }
        else if (_knocking && lost is AssociationErrorEvent error && IsContact(lost.RemoteAddress))
        {
            OnAttemptFailed($"{_contact} cannot be reached: {error.Cause?.GetBaseException().Message}");
        }
    }

    private bool IsContact(Address address) => _contact == $"{address.Host}:{address.Port}";

    private void LoseSession(string why)
    {
        _session = null;
        _attempt++; // What is still said of the lost one comes too late.
        _why = why;
        HoldOutbox();
        Timers.Cancel(HeartbeatTimer);
        LinkMetrics.SessionsLost.Add(1);
        _logger.LogWarning("The session with the coordinator at {Node} is lost: {Reason}", _contact, why);
        Become(Opening);
        // Not at once: remoting keeps a broken address gated for a moment, and would drop the knock.
        KnockLater(1);
        TellConsumers(new SessionDown());
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
