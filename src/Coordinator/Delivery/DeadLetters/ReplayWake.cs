using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Common;
using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.DeadLetters;

/// <summary>
/// Wakes the dead letters of a group, which may have a replay that has not ended. Nothing else starts them again after a crash or
/// a move. It repeats the message until they answer.
/// </summary>
internal sealed class ReplayWake(ConsumerGroup group, Func<IActorRef> region, IActorRef owner, ITimerScheduler timers)
{
    private static readonly Backoff ResendBackoff = new(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1));

    private IActorRef? _watched;
    private int _resends;

    public void Send()
    {
        region().Tell(new ContinueReplay(group), owner);
        timers.StartSingleTimer(Resend.Instance, Resend.Instance, ResendBackoff.After(++_resends));
    }

    /// <summary>Ends the repetitions, because the dead letters run.</summary>
    public void Stop()
    {
        _resends = 0;
        timers.Cancel(Resend.Instance);
    }

    /// <summary>Remembers the dead letters that replay letters to the owner. The owner watches them.</summary>
    public void Watched(IActorRef deadLetters) => _watched = deadLetters;

    /// <summary>Wakes the dead letters when they were the actor that has ended.</summary>
    public void Ended(IActorRef ended)
    {
        if (!ended.Equals(_watched))
            return;
        _watched = null;
        Send();
    }

    internal sealed record Resend : IOutdated
    {
        public static readonly Resend Instance = new();
    }
}
