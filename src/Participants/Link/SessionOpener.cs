using Akka.Actor;
using Akka.Remote;
using Coordinator.Contracts.Remoting.Connections;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Participants.Link;

/// <summary>
/// Opens sessions: sends the request and the proof of each attempt, repeats them, times them out, and waits between rounds of attempts.
/// </summary>
/// <param name="settings">Contact points and times.</param>
/// <param name="handshake">State of the attempts.</param>
/// <param name="link">Owner of the timers, whose messages call the methods of this class.</param>
/// <param name="context">Context of the link, which sends the requests.</param>
internal sealed class SessionOpener(LinkSettings settings, Handshake handshake, IWithTimers link, IActorContext context)
{
    private const string ConnectTimer = "connect";
    private const string RepeatTimer = "repeat";

    public string LastFailure => handshake.LastFailure;

    public void Connect()
    {
        handshake.Begin();
        link.Timers.StartSingleTimer(ConnectTimer, OpenTimedOut.Instance, settings.OpenTimeout);
        SendRequest();
    }

    /// <summary>Repeats the message of this step.</summary>
    public void Repeat()
    {
        if (handshake.IsConnecting)
            Listener.Tell(handshake.Request, context.Self);
    }

    /// <summary>Answers the challenge of the last attempt with the proof.</summary>
    public void Challenged(SessionChallenge challenge, DateTimeOffset now)
    {
        if (!handshake.IsAnsweredBy(challenge))
            return;
        if (handshake.Challenged(challenge) is { } problem)
            ConnectAfter(handshake.Failed(problem, now));
        else
            SendRequest();
    }

    public void TimedOut(DateTimeOffset now) =>
        ConnectAfter(handshake.Failed($"{handshake.Contact} did not answer within {settings.OpenTimeout}", now));

    public void Refused(SessionRefused refused, DateTimeOffset now)
    {
        if (handshake.IsAnsweredBy(refused))
            ConnectAfter(handshake.Refused(refused, now));
    }

    /// <summary>A connection that cannot be made is known at once, without waiting for the timeout.</summary>
    public void Unreachable(AssociationErrorEvent error, DateTimeOffset now)
    {
        if (!handshake.IsConnecting || !handshake.IsAt(error.RemoteAddress))
            return;
        var reason = error.Cause is { } cause ? ConnectionRefusedException.ReasonOf(cause) : "the reason is not known.";
        ConnectAfter(handshake.Failed($"{handshake.Contact} cannot be reached: {reason}", now));
    }

    /// <summary>
    /// Takes the answer to the last attempt. Returns <c>null</c> for the answer to an earlier one, which was given up, and for that of a
    /// node that is no coordinator of this participant.
    /// </summary>
    public OpenedSession? Opened(SessionOpened opened, IActorRef session, DateTimeOffset now)
    {
        if (!handshake.IsAnsweredBy(opened))
            return null;
        if (!handshake.IsSigned(opened))
        {
            ConnectAfter(handshake.NotSigned(now));
            return null;
        }

        handshake.Opened(opened, session.Path.Address);
        link.Timers.Cancel(ConnectTimer);
        link.Timers.Cancel(RepeatTimer);
        return new OpenedSession(session, opened, now);
    }

    /// <summary>Connects again after the session was lost, or after the coordinator closed it.</summary>
    public void Lost(OpenedSession session, string reason, SessionClosed? closed, DateTimeOffset now) =>
        ConnectAfter(closed?.Moves is true
            ? handshake.Moved(reason, session.Age(now))
            : handshake.Lost(reason, session.Age(now), closed?.Superseded is true, now));

    public void Learn(NodesChanged changed) => handshake.Learn(changed);

    private void ConnectAfter(TimeSpan wait)
    {
        if (wait > TimeSpan.Zero)
            link.Timers.StartSingleTimer(ConnectTimer, ConnectDue.Instance, wait);
        else
            Connect();
    }

    /// <summary>Sends the message of this step, and repeats it once and soon: remoting may drop it silently, while the address is still gated.</summary>
    private void SendRequest()
    {
        link.Timers.StartSingleTimer(RepeatTimer, RepeatOpen.Instance, settings.OpenTimeout / 8);
        Listener.Tell(handshake.Request, context.Self);
    }

    private ICanTell Listener => settings.SessionListener(context, handshake.Contact);
}
