using Akka.Actor;

namespace Coordinator.Delivery.DeadLetters;

/// <summary>Senders that wait for the end of a replay. Each waits for a short time only, then gets the progress so far.</summary>
internal sealed class ReplayRequesters(ITimerScheduler timers)
{
    /// <summary>Longest wait. Every sender must be ready to wait longer, or it would miss the answer.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private const int MaxWaiting = 100;

    private readonly HashSet<IActorRef> _waiting = [];

    /// <returns>False when too many wait already.</returns>
    public bool Add(IActorRef requester, string replay)
    {
        if (_waiting.Count >= MaxWaiting || !_waiting.Add(requester))
            return false;
        timers.StartSingleTimer(requester, new WaitEnded(requester, replay), LongestWait);
        return true;
    }

    /// <summary>Answers one sender whose wait has ended.</summary>
    public void Answer(WaitEnded ended, object answer)
    {
        if (_waiting.Remove(ended.Requester))
            ended.Requester.Tell(answer);
    }

    public void AnswerAll(object answer)
    {
        foreach (var requester in _waiting)
        {
            timers.Cancel(requester);
            requester.Tell(answer);
        }

        _waiting.Clear();
    }

    internal sealed record WaitEnded(IActorRef Requester, string Replay);
}
