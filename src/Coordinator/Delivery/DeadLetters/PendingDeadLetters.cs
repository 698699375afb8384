using Akka.Actor;
using Coordinator.Contracts.Common;
using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.DeadLetters;

/// <summary>Messages to dead-letter. They are sent to the group's dead letters again, with back-off, until those confirm them.</summary>
internal sealed class PendingDeadLetters(GroupQueue of, Func<IActorRef> region, IActorRef owner, ITimerScheduler timers)
{
    // As many may wait as a group may have pending, when the group has no room for further letters.
    private const int MostAtOnce = 1_000;

    private readonly Dictionary<long, AddDeadLetter> _due = [];
    private static readonly Backoff ResendBackoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    private int _resends;

    public void Add(DeadLetterDue due)
    {
        var letter = new AddDeadLetter(of.Group, of.Queue, due.Offset, due.Message, due.Attempts, due.Reason, of.Generation);
        _due[due.Offset] = letter;
        if (_due.Count == 1)
            Arm();
        region().Tell(letter, owner);
    }

    /// <summary>
    /// Passes on that a message was handled after all. A letter that is still to be confirmed was sent before, so it is there first.
    /// </summary>
    public void Acknowledge(AcknowledgedLate late)
    {
        _due.Remove(late.Offset);
        region().Tell(new AcknowledgeDeadLetter(of.Group, of.Queue, late.Offset, late.Attempt, late.Instance), owner);
    }

    /// <summary>Removes a confirmed message; false when the confirmation is outdated.</summary>
    public bool Remove(DeadLetterAdded added)
    {
        if (!_due.TryGetValue(added.Offset, out var letter) || letter.Attempts != added.Attempts)
            return false;
        _due.Remove(added.Offset);
        _resends = 0;
        if (_due.Count == 0)
            timers.Cancel(Resend.Instance);
        return true;
    }

    public void SendAll()
    {
        if (_due.Count == 0)
            return;
        Arm();
        foreach (var letter in _due.Values.Take(MostAtOnce))
            region().Tell(letter, owner);
    }

    /// <summary>Forgets all messages when the stream ends. The next stream adds them again.</summary>
    public void Clear()
    {
        _due.Clear();
        timers.Cancel(Resend.Instance);
    }

    private void Arm() => timers.StartSingleTimer(Resend.Instance, Resend.Instance, ResendBackoff.After(++_resends));

    internal sealed record Resend : IOutdated
    {
        public static readonly Resend Instance = new();
    }
}
