using Akka.Actor;
using Akka.Event;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Members;
using Coordinator.Delivery.Progress;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery.Bounds;

/// <summary>
/// Finds out what a group never gets again, and tells its members. Makes it visible when exceptions hold the bound back. Used by the actor of
/// the group only.
/// </summary>
internal sealed class BoundTeller(
    GroupQueue of, BoundParts parts, QueuePositions positions, GroupMembers members, IActorRef self, ILoggingAdapter log)
{
    private BoundFound _last = new(0, 1, []);
    private bool _isHeld;

    public long Epoch => parts.Epoch;

    /// <summary>Reads what the bound is made from, if anybody is to be told. The actor gets a <see cref="BoundFound" />.</summary>
    public void Look(int run)
    {
        // The mover of a schedule has no inbox.
        if (!members.Any || QueueSchedule.IsSchedule(of.Queue))
            return;
        FindAsync(run, _last).PipeTo(self, failure: cause => new LookupFailed(cause));
    }

    /// <summary>Remembers what was found, so that it is not read again while it stays.</summary>
    public void Found(BoundFound found) => _last = found;

    public void Tell(BoundTaken taken)
    {
        Hold(taken.IsHeld, taken.Settled);
        if (taken.Settled.Bound <= 1)
            return;
        foreach (var member in members.All)
            member.Session.Tell(taken.Settled, ActorRefs.NoSender);
    }

    /// <summary>Ends the count of a bound that is held back, when the stream ends.</summary>
    public void Forget()
    {
        if (_isHeld)
            DeliveryMetrics.BoundsHeld.Add(-1);
        _isHeld = false;
    }

    private async Task<BoundFound> FindAsync(int run, BoundFound last)
    {
        // Without exceptions nothing changes below the first that is kept. The log knows it, and the database has it for sure.
        if (last.Copies.Count == 0 && (await positions.EndAsync()).FirstKept == last.FirstKept)
            return last with { Run = run };
        var firstKept = await positions.DurableFirstKeptAsync();
        var copies = firstKept > 1 ? await parts.Copies.LowestAsync(of, firstKept, SettledBelow.MaxExcept + 1) : [];
        return new BoundFound(run, firstKept, copies);
    }

    private void Hold(bool isHeld, SettledBelow settled)
    {
        if (isHeld == _isHeld)
            return;
        _isHeld = isHeld;
        DeliveryMetrics.BoundsHeld.Add(isHeld ? 1 : -1);
        if (isHeld)
        {
            log.Warning(
                "Group {0} has more than {1} dead letters below the messages that queue {2} keeps. Consumers keep their inbox rows from offset {3} on. "
                    + "Replay or discard dead letters.",
                of.Group, SettledBelow.MaxExcept, of.Queue, settled.Bound);
        }
        else
        {
            log.Info("Dead letters of group {0} hold back the bound of queue {1} no more.", of.Group, of.Queue);
        }
    }
}
