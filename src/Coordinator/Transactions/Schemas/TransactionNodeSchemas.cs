using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.NodeProtocol;
using Coordinator.Persistence.Schemas;
using Coordinator.Transactions.Schemas.Proto;

namespace Coordinator.Transactions.Schemas;

/// <summary>Schemas of the commands to transactions, and of the answers that participants do not see.</summary>
internal static class TransactionNodeSchemas
{
    public static IReadOnlyList<NodeSchema> All { get; } =
    [
        NodeSchema.Of<PrepareTransaction, PrepareTransactionProto>("pt", PrepareTransactionProto.Parser, Write, Read),
        NodeSchema.Of<HandOverTransaction, HandOverTransactionProto>("ht", HandOverTransactionProto.Parser, Write, Read),
        NodeSchema.Of<CommitTransaction, CommitTransactionProto>("ct", CommitTransactionProto.Parser, Write, Read),
        NodeSchema.Of<RollbackTransaction, RollbackTransactionProto>("rt", RollbackTransactionProto.Parser, Write, Read),
        NodeSchema.Of<ResolveTransaction, ResolveTransactionProto>("ot", ResolveTransactionProto.Parser, Write, Read),
        NodeSchema.Of<TransactionResolved, TransactionResolvedProto>("or", TransactionResolvedProto.Parser, Write, Read),
        NodeSchema.Of<WakeTransaction, WakeTransactionProto>("wt", WakeTransactionProto.Parser, Write, Read),
    ];

    private static PrepareTransactionProto Write(PrepareTransaction prepare)
    {
        var proto = new PrepareTransactionProto
        {
            Id = prepare.Id.Value,
            Group = prepare.Group.Value,
            Instance = prepare.Instance.Value,
            Number = prepare.Number,
            IsNew = prepare.IsNew,
        };
        if (prepare.TransactionTimeout is { } timeout)
            proto.TransactionTimeoutMs = (long)timeout.TotalMilliseconds;
        proto.Messages.AddRange(prepare.Messages.Select(Write));
        return proto;
    }

    private static PrepareTransaction Read(PrepareTransactionProto proto) => new(
        new TransactionId(proto.Id),
        new ProducerGroup(proto.Group),
        InstanceId.Read(proto.Instance),
        [.. proto.Messages.Select(Read)],
        proto.HasTransactionTimeoutMs ? TimeSpan.FromMilliseconds(proto.TransactionTimeoutMs) : null,
        proto.Number,
        proto.IsNew);

    private static HandOverTransactionProto Write(HandOverTransaction handOver)
    {
        var proto = new HandOverTransactionProto
        {
            Id = handOver.Id.Value,
            Group = handOver.Group.Value,
            Instance = handOver.Instance.Value,
            Number = handOver.Number,
        };
        proto.Messages.AddRange(handOver.Messages.Select(Write));
        return proto;
    }

    private static HandOverTransaction Read(HandOverTransactionProto proto) => new(
        new TransactionId(proto.Id),
        new ProducerGroup(proto.Group),
        InstanceId.Read(proto.Instance),
        [.. proto.Messages.Select(Read)],
        proto.Number);

    private static RoutedMessageProto Write(RoutedMessage routed) => new() { Message = routed.Message.ToStored(), Queue = routed.Queue };

    private static RoutedMessage Read(RoutedMessageProto proto) => new(proto.Message.ToMessage(), proto.Queue);

    private static CommitTransactionProto Write(CommitTransaction commit) => new()
    {
        Id = commit.Id.Value,
        Group = commit.Group.Value,
        Instance = commit.Instance.Value,
        Number = commit.Number,
    };

    private static CommitTransaction Read(CommitTransactionProto proto) =>
        new(new TransactionId(proto.Id), new ProducerGroup(proto.Group), InstanceId.Read(proto.Instance), proto.Number);

    private static RollbackTransactionProto Write(RollbackTransaction rollback)
    {
        var proto = new RollbackTransactionProto
        {
            Id = rollback.Id.Value,
            Group = rollback.Group.Value,
            Instance = rollback.Instance.Value,
            Number = rollback.Number,
        };
        if (rollback.Reason is { } reason)
            proto.Reason = reason;
        return proto;
    }

    private static RollbackTransaction Read(RollbackTransactionProto proto) => new(
        new TransactionId(proto.Id),
        new ProducerGroup(proto.Group),
        InstanceId.Read(proto.Instance),
        proto.HasReason ? proto.Reason : null,
        proto.Number);

    private static ResolveTransactionProto Write(ResolveTransaction resolve) => new()
    {
        Id = resolve.Id.Value,
        Resolution = (int)resolve.Resolution,
        Who = resolve.Who,
        Why = resolve.Why,
        Force = resolve.Force,
    };

    private static ResolveTransaction Read(ResolveTransactionProto proto) =>
        new(new TransactionId(proto.Id), NodeValues.Member<Resolution>(proto.Resolution), proto.Who, proto.Why, proto.Force);

    private static TransactionResolvedProto Write(TransactionResolved resolved)
    {
        var proto = new TransactionResolvedProto { Id = resolved.Id.Value, Outcome = (int)resolved.Outcome, Phase = (int)resolved.Phase };
        if (resolved.Detail is { } detail)
            proto.Detail = detail;
        return proto;
    }

    private static TransactionResolved Read(TransactionResolvedProto proto) => new(
        new TransactionId(proto.Id),
        NodeValues.Member<TransactionOutcome>(proto.Outcome),
        NodeValues.Member<TransactionPhase>(proto.Phase),
        proto.HasDetail ? proto.Detail : null);

    private static WakeTransactionProto Write(WakeTransaction wake)
    {
        var proto = new WakeTransactionProto { Id = wake.Id.Value, IsCommitted = wake.IsCommitted };
        proto.Returned.AddRange((wake.Returned ?? []).Select(group => group.Value));
        return proto;
    }

    private static WakeTransaction Read(WakeTransactionProto proto) => new(
        new TransactionId(proto.Id),
        proto.Returned.Count == 0 ? null : [.. proto.Returned.Select(group => new ProducerGroup(group))],
        proto.IsCommitted);
}
