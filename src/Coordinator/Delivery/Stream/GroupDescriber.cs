using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.Stream;

/// <summary>Describes a group whose delivery stream is running.</summary>
internal static class GroupDescriber
{
    public static GroupDescription Describe(DeliveryScope scope, Window window, long end)
    {
        var now = scope.Now();
        var pending = scope.Progress.Pending;
        var waiting = pending.Count(message => message.Holder is null && message.DueAt > now);
        return new GroupDescription(
            scope.Of.Queue,
            scope.Of.Group,
            Known: true,
            scope.Progress.Cursor,
            pending.Count == 0 ? scope.Progress.Cursor : pending.Min(message => message.Offset) - 1,
            end,
            Math.Max(0, end - scope.Progress.Cursor) + pending.Count,
            window.InFlight,
            waiting,
            pending.Count - window.InFlight - waiting,
            [.. window.Members.Select(member => new MemberDescription(member.Instance, member.Room, member.InFlight))],
            scope.Progress.Rewound);
    }
}
