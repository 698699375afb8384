using Coordinator.Contracts;
using Coordinator.NodeProtocol;
using Coordinator.Retention.Schemas.Proto;
using Coordinator.Transactions;

namespace Coordinator.Retention.Schemas;

/// <summary>Schemas of the question for what retention does, and of its answer.</summary>
internal static class RetentionNodeSchemas
{
    public static IReadOnlyList<NodeSchema> All { get; } =
    [
        NodeSchema.Of<AskRetention, AskRetentionProto>("va", AskRetentionProto.Parser, _ => new AskRetentionProto(), _ => new AskRetention()),
        NodeSchema.Of<LookNow, LookNowProto>("vl", LookNowProto.Parser, look => new LookNowProto { Work = look.Work }, proto => new LookNow(proto.Work)),
        NodeSchema.Of<RetentionReport, RetentionReportProto>("vr", RetentionReportProto.Parser, Write, Read),
        NodeSchema.Of<AskFinalWatermark, AskFinalWatermarkProto>(
            "vf", AskFinalWatermarkProto.Parser, _ => new AskFinalWatermarkProto(), _ => new AskFinalWatermark()),
        NodeSchema.Of<FinalWatermark, FinalWatermarkProto>("vw", FinalWatermarkProto.Parser, Write, Read),
    ];

    private static RetentionReportProto Write(RetentionReport report)
    {
        var proto = new RetentionReportProto { Works = { report.Works.Select(Write) } };
        if (report.Obstacle is { } obstacle)
            proto.Obstacle = obstacle;
        return proto;
    }

    private static RetentionReport Read(RetentionReportProto proto) =>
        new(proto.HasObstacle ? proto.Obstacle : null, [.. proto.Works.Select(Read)]);

    private static FinalWatermarkProto Write(FinalWatermark final) => new()
    {
        BeforeMs = final.Before.ToUnixTimeMilliseconds(),
        Except = { final.Except.Select(open => new OpenIdProto { Group = open.Group.Value, Id = open.Id.Value }) },
    };

    private static FinalWatermark Read(FinalWatermarkProto proto) => new(
        DateTimeOffset.FromUnixTimeMilliseconds(proto.BeforeMs),
        [.. proto.Except.Select(open => (new ProducerGroup(open.Group), new TransactionId(open.Id)))]);

    private static RetentionProgressProto Write(RetentionProgress progress)
    {
        var proto = new RetentionProgressProto { Name = progress.Name, Deleted = progress.Deleted, Kept = { progress.Kept.Select(Write) } };
        if (progress.CompletedAt is { } at)
            proto.CompletedAtMs = at.ToUnixTimeMilliseconds();
        if (progress.Bound is { } bound)
            proto.Bound = bound;
        if (progress.Failure is { } failure)
            proto.Failure = failure;
        return proto;
    }

    private static RetentionProgress Read(RetentionProgressProto proto) => new(
        proto.Name,
        proto.Deleted,
        proto.HasCompletedAtMs ? DateTimeOffset.FromUnixTimeMilliseconds(proto.CompletedAtMs) : null,
        proto.HasBound ? proto.Bound : null,
        proto.HasFailure ? proto.Failure : null,
        [.. proto.Kept.Select(kept => new KeptData(kept.Subject, kept.Reason, kept.HasRows ? kept.Rows : null))]);

    private static KeptDataProto Write(KeptData kept)
    {
        var proto = new KeptDataProto { Subject = kept.Subject, Reason = kept.Reason };
        if (kept.Rows is { } rows)
            proto.Rows = rows;
        return proto;
    }
}
