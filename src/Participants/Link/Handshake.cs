using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Participants.Link;

/// <summary>
/// Attempts to open a session: the contact point of each, the wait after a round of them failed, and the reason of the last failure.
/// </summary>
internal sealed class Handshake(LinkSettings settings, HandshakeLog log)
{
    private readonly ContactPoints _contactPoints = new(settings.ContactPoints);
    private readonly ReconnectBackoff _backoff = new(settings.ReconnectMinBackoff, settings.ReconnectMaxBackoff, settings.Jitter);
    private readonly SessionProof _proof = new(settings.Credentials, settings.ChannelBinding);
    private long _attempt;
    private int _failures;

    /// <summary>Contact point of the last attempt.</summary>
    public string Contact { get; private set; } = "";

    /// <summary>True from the start of an attempt until its session opens or it fails.</summary>
    public bool IsConnecting { get; private set; }

    /// <summary>Reason why there is no session.</summary>
    public string LastFailure { get; private set; } = "not connected yet";

    /// <summary>
    /// Message of the last attempt whose answer is awaited, to be sent to <see cref="Contact" />: the request, or the proof after the
    /// challenge.
    /// </summary>
    public IWireMessage Request => _proof.Answer is { } answer
        ? new ProveSession(_attempt, answer)
        : settings.ToOpenSession(_attempt, _proof.Claim);

    public void Begin()
    {
        IsConnecting = true;
        _attempt++;
        _proof.Begin();
        Contact = _contactPoints.Next();
    }

    /// <summary>False for the answer to an attempt that was given up: answers may overtake each other.</summary>
    public bool IsAnsweredBy(SessionOpened opened) => opened.Attempt == _attempt;

    /// <summary>False for the answer to an attempt that was given up or has failed.</summary>
    public bool IsAnsweredBy(SessionChallenge challenge) => IsConnecting && challenge.Attempt == _attempt;

    /// <summary>False for the answer to an attempt that was given up or has failed.</summary>
    public bool IsAnsweredBy(SessionRefused refused) => IsConnecting && (refused.Attempt == _attempt || refused.Attempt == 0);

    /// <summary>Makes the proof, which is the next <see cref="Request" />. Returns the reason when none can be made; otherwise <c>null</c>.</summary>
    public string? Challenged(SessionChallenge challenge) =>
        _proof.Take(challenge, Contact) is { } problem ? $"{Contact} {problem}" : null;

    /// <summary>True when the node has proven that it knows the hash of this participant's secret.</summary>
    public bool IsSigned(SessionOpened opened) => _proof.IsSigned(opened);

    public void Opened(SessionOpened opened, Address node)
    {
        IsConnecting = false;
        _failures = 0;
        _backoff.Opened();
        _contactPoints.Learn(opened.Nodes);
        LinkMetrics.SessionsOpened.Add(1);
        log.Opened(opened.SessionId, node);
    }

    /// <summary>Returns the wait before the next attempt. It is zero while a contact point of this round is left.</summary>
    public TimeSpan Refused(SessionRefused refused, DateTimeOffset now)
    {
        _backoff.Refused(refused.Retryable);
        if (!refused.Retryable)
        {
            LinkMetrics.SessionsRefused.Add(1, new KeyValuePair<string, object?>("refusal", refused.Refusal));
            log.Refused(Contact, refused, now);
        }

        return Failed($"{Contact} refused as {refused.Refusal}: {refused.Detail}", now);
    }

    /// <summary>Returns the wait before the next attempt. It is zero while a contact point of this round is left.</summary>
    public TimeSpan NotSigned(DateTimeOffset now)
    {
        _attempt++; // The same answer may come again, and opens nothing either.
        _backoff.Refused(retryable: false);
        LinkMetrics.SessionsUnproven.Add(1);
        log.NotSigned(Contact, now);
        return Failed($"{Contact} did not prove that it knows the secret of this participant", now);
    }

    /// <summary>Returns the wait before the next attempt. It is zero while a contact point of this round is left.</summary>
    public TimeSpan Failed(string reason, DateTimeOffset now)
    {
        LastFailure = reason;
        IsConnecting = false;
        _failures++;
        LinkMetrics.SessionAttemptsFailed.Add(1);
        log.Failed(reason);
        if (_failures % _contactPoints.Count != 0)
            return TimeSpan.Zero;
        var (wait, forGood) = _backoff.AfterRound();
        if (!forGood)
            log.RoundFailed(reason, now);
        return wait;
    }

    /// <summary>Returns the wait before the next attempt, after a session was lost.</summary>
    /// <param name="reason">Reason for people.</param>
    /// <param name="age">Time for which the session was open.</param>
    /// <param name="superseded">True when another process opened a session under the same name.</param>
    /// <param name="now">The current time.</param>
    public TimeSpan Lost(string reason, TimeSpan age, bool superseded, DateTimeOffset now)
    {
        _attempt++; // A late answer to the attempt of the lost session opens nothing.
        LastFailure = reason;
        LinkMetrics.SessionsLost.Add(1);
        if (superseded)
        {
            LinkMetrics.SessionsSuperseded.Add(1);
            log.Superseded(now);
        }

        log.Lost(Contact, reason);
        return _backoff.AfterSession(age, superseded);
    }

    /// <summary>
    /// Returns the wait before the next attempt, after the node of a session announced that it leaves. It is zero when another node is known:
    /// that one has no broken address.
    /// </summary>
    /// <param name="reason">Reason for people.</param>
    /// <param name="age">Time for which the session was open.</param>
    public TimeSpan Moved(string reason, TimeSpan age)
    {
        _attempt++; // A late answer to the attempt of the last session opens nothing.
        LastFailure = reason;
        LinkMetrics.SessionsMoved.Add(1);
        log.Moved(Contact, reason);
        return _contactPoints.TryPassOver(Contact, settings.Jitter()) ? TimeSpan.Zero : _backoff.AfterSession(age, superseded: false);
    }

    public void Learn(NodesChanged changed) => _contactPoints.Learn(changed.Nodes);

    public bool IsAt(Address address) => Contact == $"{address.Host}:{address.Port}";
}
