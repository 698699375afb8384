using Coordinator.Delivery.Filters;
using Coordinator.Delivery.Schemas.Proto;
using Google.Protobuf.Collections;

namespace Coordinator.Delivery.Schemas;

/// <summary>Schemas of a group's filter and of what it skipped, as parts of its progress.</summary>
internal static class FilterSchemas
{
    public static GroupFilterProto? Write(GroupFilter? filter) => filter is null
        ? null
        : new GroupFilterProto
        {
            Sets =
            {
                filter.Sets.Select(set => new FilterSetProto
                {
                    Tags = { set.Tags.Tags }, SeenAt = set.SeenAt.UtcTicks, Absent = set.Absent.Ticks,
                }),
            },
        };

    public static GroupFilter? Read(GroupFilterProto? proto) => proto is null
        ? null
        : new GroupFilter([.. proto.Sets.Select(set => new FilterSet(
            TagSet.Of(set.Tags), new DateTimeOffset(set.SeenAt, TimeSpan.Zero), new TimeSpan(set.Absent)))]);

    public static void Write(IReadOnlyList<SkippedTag>? skipped, RepeatedField<SkippedTagProto> proto)
    {
        foreach (var (tag, count) in skipped ?? [])
            proto.Add(new SkippedTagProto { Tag = tag, Count = count });
    }

    public static IReadOnlyList<SkippedTag>? Read(RepeatedField<SkippedTagProto> proto) =>
        proto.Count == 0 ? null : [.. proto.Select(skipped => new SkippedTag(skipped.Tag, skipped.Count))];
}
