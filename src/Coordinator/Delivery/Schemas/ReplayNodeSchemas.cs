using Coordinator.Contracts;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Delivery.Schemas.Proto;
using Coordinator.NodeProtocol;

namespace Coordinator.Delivery.Schemas;

/// <summary>Schemas of the messages about a replay of dead letters.</summary>
internal static class ReplayNodeSchemas
{
    public static IReadOnlyList<NodeSchema> All { get; } =
    [
        NodeSchema.Of<StartReplay, StartReplayProto>("dt", StartReplayProto.Parser, Write, Read),
        NodeSchema.Of<DescribeReplay, DescribeReplayProto>(
            "du",
            DescribeReplayProto.Parser,
            describe => new() { Group = describe.Group.Value, Id = describe.Id },
            proto => new(new ConsumerGroup(proto.Group), proto.Id)),
        NodeSchema.Of<ReplayDescription, ReplayDescriptionProto>("dv", ReplayDescriptionProto.Parser, Write, Read),
        NodeSchema.Of<ReplayUnknown, DescribeReplayProto>(
            "dw",
            DescribeReplayProto.Parser,
            unknown => new() { Group = unknown.Group.Value, Id = unknown.Id },
            proto => new(new ConsumerGroup(proto.Group), proto.Id)),
        NodeSchema.Of<ContinueReplay, ContinueReplayProto>(
            "dx",
            ContinueReplayProto.Parser,
            wake => new() { Group = wake.Group.Value },
            proto => new(new ConsumerGroup(proto.Group))),
        NodeSchema.Of<ReplayContinued, ContinueReplayProto>(
            "dy",
            ContinueReplayProto.Parser,
            runs => new() { Group = runs.Group.Value },
            proto => new(new ConsumerGroup(proto.Group))),
    ];

    private static StartReplayProto Write(StartReplay start)
    {
        var proto = new StartReplayProto
        {
            Group = start.Group.Value,
            Id = start.Id,
            All = start.Numbers is null,
            Who = start.Who,
            Why = start.Why,
        };
        proto.Numbers.AddRange(start.Numbers ?? []);
        return proto;
    }

    private static StartReplay Read(StartReplayProto proto) =>
        new(new ConsumerGroup(proto.Group), proto.Id, proto.All ? null : [.. proto.Numbers], proto.Who, proto.Why);

    private static ReplayDescriptionProto Write(ReplayDescription description)
    {
        var progress = description.Progress;
        var proto = new ReplayDescriptionProto
        {
            Group = description.Group.Value,
            Id = progress.Id,
            Who = progress.Who,
            Why = progress.Why,
            Total = progress.Total,
            Done = progress.Done,
            Left = progress.Left,
            StartedAt = NodeValues.Ticks(progress.StartedAt),
        };
        if (progress.EndedAt is { } ended)
            proto.EndedAt = NodeValues.Ticks(ended);
        return proto;
    }

    private static ReplayDescription Read(ReplayDescriptionProto proto) => new(
        new ConsumerGroup(proto.Group),
        new ReplayProgress(
            proto.Id,
            proto.Who,
            proto.Why,
            proto.Total,
            proto.Done,
            proto.Left,
            NodeValues.Time(proto.StartedAt),
            proto.HasEndedAt ? NodeValues.Time(proto.EndedAt) : null));
}
