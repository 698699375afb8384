using Coordinator.Delivery.DeadLetters;
using Coordinator.Delivery.Schemas.Proto;
using Coordinator.Persistence.Schemas;

namespace Coordinator.Delivery.Schemas;

/// <summary>Schemas of the events of a replay.</summary>
internal static class ReplaySchemas
{
    public const string Started = "ds";
    public const string Replayed = "dp";
    public const string Ended = "de";

    public static IReadOnlyList<JournalSchema> All { get; } =
    [
        JournalSchema.Of<ReplayStarted, ReplayStartedProto>(Started, ReplayStartedProto.Parser, Write, Read),
        JournalSchema.Of<LettersReplayed, LettersReplayedProto>(
            Replayed,
            LettersReplayedProto.Parser,
            replayed => new() { Numbers = { replayed.Numbers }, Missing = { replayed.Missing }, At = replayed.At.UtcTicks },
            proto => new([.. proto.Numbers], [.. proto.Missing], Time(proto.At))),
        JournalSchema.Of<ReplayEnded, ReplayEndedProto>(
            Ended,
            ReplayEndedProto.Parser,
            ended => new() { At = ended.At.UtcTicks },
            proto => new(Time(proto.At))),
    ];

    private static ReplayStartedProto Write(ReplayStarted started)
    {
        var proto = new ReplayStartedProto
        {
            Id = started.Id,
            All = started.Numbers is null,
            UpTo = started.UpTo,
            Total = started.Total,
            Who = started.Who,
            Why = started.Why,
            At = started.At.UtcTicks,
        };
        proto.Numbers.AddRange(started.Numbers ?? []);
        return proto;
    }

    private static ReplayStarted Read(ReplayStartedProto proto) => new(
        proto.Id, proto.All ? null : [.. proto.Numbers], proto.UpTo, proto.Total, proto.Who, proto.Why, Time(proto.At));

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
