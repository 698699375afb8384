using Akka.Actor;
using Akka.Remote;
using Coordinator.Contracts.Sessions;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Link;

/// <summary>Attempts that fail and sessions that end: when to try again, and what to say about it.</summary>
internal sealed partial class ParticipantLink
{
    private readonly ReconnectBackoff _pace;
    private readonly LogThrottle _unreachable = new();
    private readonly LogThrottle _refused = new();
    private readonly LogThrottle _superseded = new();

    private int _failures;
    private string _why = "not connected yet";

    private void BeContent()
    {
        _failures = 0;
        _pace.Opened();
        _unreachable.Reset();
        _refused.Reset();
    }

    private void OnRefused(SessionRefused refused)
    {
        if (!_connecting)
            return;
        _pace.Refused(refused.Retryable);
        if (!refused.Retryable)
        {
            LinkMetrics.SessionsRefused.Add(1, new KeyValuePair<string, object?>("refusal", refused.Refusal));
            if (_refused.IsDue(Now))
            {
                _logger.LogError(
                    "{Node} refuses a session to {Instance} ({Refusal}): {Detail} Nothing is sent or received until that is mended; "
                        + "trying on, about once a minute",
                    _contact,
                    _settings.Instance,
                    refused.Refusal,
                    refused.Detail);
            }
        }

        OnAttemptFailed($"{_contact} refused as {refused.Refusal}: {refused.Detail}");
    }

    private void OnAttemptFailed(string why)
    {
        _why = why;
        _connecting = false;
        _failures++;
        LinkMetrics.SessionAttemptsFailed.Add(1);
        _logger.LogDebug("No session with the coordinator: {Reason}", why);
        if (_failures % _contactPoints.Count != 0)
        {
            Connect();
            return;
        }

        var (wait, forGood) = _pace.AfterRound();
        if (!forGood && _unreachable.IsDue(Now))
            _logger.LogWarning("No contact point of the coordinator opens a session; the last reason: {Reason}. Trying on", why);
        ConnectLater(wait);
    }

    private void ConnectLater(TimeSpan wait) => Timers.StartSingleTimer(ConnectTimer, ConnectDue.Instance, wait);

    /// <summary>The connection itself broke or could not be made: no need to wait for a silence.</summary>
    private void OnAssociationLost(AssociationEvent lost)
    {
        if (_session is not null)
        {
            if (lost.RemoteAddress.Equals(_session.Path.Address))
                LoseSession("the connection broke");
        }
        else if (_connecting && lost is AssociationErrorEvent error && IsContact(lost.RemoteAddress))
        {
            OnAttemptFailed($"{_contact} cannot be reached: {error.Cause?.GetBaseException().Message}");
        }
    }

    private bool IsContact(Address address) => _contact == $"{address.Host}:{address.Port}";

    private void OnClosed(SessionClosed closed)
    {
        if (closed.Superseded)
            LinkMetrics.SessionsSuperseded.Add(1);
        if (closed.Superseded && _superseded.IsDue(Now))
        {
            _logger.LogError(
                "Another process opened a session as instance {Instance}, which ended this one's: each process needs a name of its own. "
                    + "Set CoordinatorParticipantOptions.Instance to a different value in each, or leave it out",
                _settings.Instance);
        }

        LoseSession($"the coordinator closed the session: {closed.Reason}", closed.Superseded);
    }

    private void LoseSession(string why, bool superseded = false)
    {
        _session = null;
        _attempt++; // What is still said of the lost one comes too late.
        _why = why;
        HoldFrame();
        Timers.Cancel(HeartbeatTimer);
        LinkMetrics.SessionsLost.Add(1);
        _logger.LogWarning("The session with the coordinator at {Node} is lost: {Reason}", _contact, why);
        Become(Opening);
        ConnectLater(_pace.AfterSession(Now - _openedAt, superseded));
        TellConsumers(new SessionDown());
    }
}
