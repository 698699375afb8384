using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>Tells for each message of a group that is not settled what it waits for.</summary>
internal static class WaitDescriber
{
    /// <summary>Most messages that a description names, from the lowest offset on.</summary>
    public const int Most = 100;

    /// <param name="scope">Group and queue.</param>
    /// <param name="window">Deliveries in flight.</param>
    /// <param name="cursor">Offset up to which the group has read, or up to which the queue is deleted.</param>
    /// <param name="end">Last offset of the log.</param>
    public static IReadOnlyList<WaitDescription> Describe(DeliveryScope scope, Window window, long cursor, long end)
    {
        var waits = scope.Progress.Pending.OrderBy(message => message.Offset).Take(Most).Select(message => Of(scope, window, message)).ToList();
        if (end > cursor && OfUnread(scope, window) is { } unread)
            waits.Add(unread with { Offset = cursor + 1, Messages = end - cursor });
        return waits;
    }

    /// <summary>Tells what a message waits for.</summary>
    public static WaitDescription Of(DeliveryScope scope, Window window, PendingMessage message)
    {
        var wait = CauseOf(scope, window, message);
        return wait with { Offset = message.Offset, Key = message.Key, Attempt = message.Attempt };
    }

    /// <summary>Tells that the members have as many deliveries as they take at once.</summary>
    public static WaitDescription NoRoom(DeliveryScope scope, Window window) => new(
        WaitCause.NoRoom,
        0,
        Until: window.NextLeaseEnd() is { } end ? scope.Clock.TimeOfDayAt(end) : null,
        Limit: window.InFlight);

    private static WaitDescription CauseOf(DeliveryScope scope, Window window, PendingMessage message)
    {
        if (message.DeadLettering)
            return new WaitDescription(WaitCause.DeadLetter, 0);
        if (message.Flight is { Holder: { } holder } flight)
            return new WaitDescription(WaitCause.Lease, 0, Until: scope.Clock.TimeOfDayAt(flight.LeaseEnds), Detail: holder.Instance.Value);
        if (message.DueAt > scope.Clock.Now)
        {
            return new WaitDescription(
                message.Attempt == 0 ? WaitCause.Delay : WaitCause.BackOff,
                0,
                Until: scope.Clock.TimeOfDayAt(message.DueAt),
                Detail: message.Reason);
        }

        if (scope.Gate.OwnerOf(message) is { } owner && owner != message)
            return new WaitDescription(WaitCause.Key, 0, Behind: owner.Offset);
        if (!scope.Members.Want(message.TagHash))
            return new WaitDescription(WaitCause.NoMember, 0);
        return scope.Members.HasRoom(message.TagHash) ? new WaitDescription(WaitCause.Ready, 0) : NoRoom(scope, window);
    }

    private static WaitDescription? OfUnread(DeliveryScope scope, Window window) =>
        scope.Progress.IsFull ? new WaitDescription(WaitCause.Limit, 0, Limit: scope.Options.MaxPending)
        : scope.Members.All.Count == 0 ? new WaitDescription(WaitCause.NoMember, 0)
        : !window.HasRoom ? NoRoom(scope, window)
        : null;
}
