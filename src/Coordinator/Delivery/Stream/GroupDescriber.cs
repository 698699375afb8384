using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery.Stream;

/// <summary>Describes a group whose delivery stream is running.</summary>
internal static class GroupDescriber
{
    public static GroupDescription Describe(DeliveryScope scope, Window window, QueueEnd queue)
    {
        var (now, end) = (scope.Clock.Now, queue.Offset);
        // What is deleted and was not read counts already, although the stream has not come there.
        var cursor = Math.Max(scope.Progress.Cursor, queue.FirstKept - 1);
        var pending = scope.Progress.Pending;
        var waiting = pending.Count(message => message.Holder is null && message.DueAt > now);
        return new GroupDescription(
            scope.Of.Queue,
            scope.Of.Group,
            Known: true,
            cursor,
            pending.Count == 0 ? cursor : pending.Min(message => message.Offset) - 1,
            end,
            Math.Max(0, end - cursor) + pending.Count,
            window.InFlight,
            waiting,
            pending.Count - window.InFlight - waiting,
            [.. window.Members.Select(member => new MemberDescription(member.Instance, member.Room, member.InFlight, member.Tags.Tags))],
            scope.Progress.Rewound,
            [.. scope.Progress.Filter.Sets.Select(set => new FilterSetDescription(set.Tags.Tags, set.SeenAt))],
            [.. scope.Progress.Skipped.Select(skipped => new SkippedDescription(skipped.Tag, skipped.Count))],
            pending.Count(message => IsUnclaimed(scope, message, now)),
            WaitDescriber.Describe(scope, window, cursor, end),
            queue.FirstKept,
            scope.Progress.Missed + cursor - scope.Progress.Cursor);
    }

    private static bool IsUnclaimed(DeliveryScope scope, PendingMessage message, DateTimeOffset now) =>
        message.Holder is null && !message.DeadLettering && message.DueAt <= now && !scope.Members.Want(message.TagHash);
}
