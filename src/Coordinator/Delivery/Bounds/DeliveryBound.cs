using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Bounds;

/// <summary>Makes the bound of a group in a queue, below which nothing is delivered again but for exceptions.</summary>
/// <remarks>
/// A rewind and a restart begin no lower than the first offset that is kept. Below it they deliver only what has a copy. The running stream
/// may also have messages there that are deleted although they are unsettled, so these are excepted too.
/// </remarks>
internal static class DeliveryBound
{
    public static BoundTaken Of(GroupQueue of, long epoch, BoundFound found, GroupProgress progress)
    {
        var bound = Math.Min(found.FirstKept, progress.Cursor + 1);
        // Nothing is deleted yet. There may be a million pending messages, which need not be looked at.
        if (bound <= 1)
            return new BoundTaken(found.Run, new SettledBelow(of.Group, of.Queue, epoch, bound, []), IsHeld: false);
        var except = new SortedSet<long>(found.Copies.Where(offset => offset < bound));
        except.UnionWith(progress.Pending.Select(pending => pending.Offset).Where(offset => offset < bound));
        var isHeld = except.Count > SettledBelow.MaxExcept;
        long[] told = [.. except.Take(SettledBelow.MaxExcept)];
        if (isHeld)
            bound = except.ElementAt(SettledBelow.MaxExcept);
        return new BoundTaken(found.Run, new SettledBelow(of.Group, of.Queue, epoch, bound, told), isHeld);
    }
}
