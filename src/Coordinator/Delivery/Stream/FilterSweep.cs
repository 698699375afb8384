using Coordinator.Delivery.Filters;
using Coordinator.Delivery.Members;
using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>Skips pending messages that only sets wanted which have left the filter.</summary>
internal static class FilterSweep
{
    /// <param name="progress">Progress of the group, with the new filter.</param>
    /// <param name="members">Members of the group.</param>
    /// <param name="left">Sets that have left the filter.</param>
    /// <param name="exits">Receiver of the messages, whose ordering keys go on.</param>
    public static void Skip(GroupProgress progress, MemberRotation members, IReadOnlyList<TagSet> left, IWindowExits exits)
    {
        foreach (var message in progress.Pending.ToList())
        {
            if (message.Holder is not null || message.DeadLettering || progress.Filter.Wants(message.TagHash))
                continue;
            // A letter that was put back although no set wants it is not skipped when another set leaves.
            if (left.FirstOrDefault(tags => tags.Wants(message.TagHash)) is not { } tags)
                continue;
            progress.Skip(message, NameOf(message.TagHash, message.Entry?.Message.Tag ?? tags.Find(message.TagHash)));
            exits.Leave(message);
        }

        members.SortAnew();
    }

    private static string? NameOf(ulong hash, string? tag) => hash == TagHash.None ? null : tag ?? SkippedTags.Others;
}
