using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Wire.Proto;

namespace Coordinator.Contracts.Wire;

internal static class ProducingMapping
{
    public static PrepareProto ToProto(this Prepare prepare)
    {
        var proto = new PrepareProto
        {
            Id = prepare.Id.Value,
            Group = prepare.Group.Value,
            Number = prepare.Number,
            IsNew = prepare.IsNew,
        };
        proto.Messages.AddRange(prepare.Messages.Select(message => message.ToProto()));
        if (prepare.TransactionTimeout is { } timeout)
            proto.TransactionTimeoutMs = (long)timeout.TotalMilliseconds;
        return proto;
    }

    public static Prepare ToDomain(this PrepareProto proto) => new(
        new TransactionId(proto.Id),
        new ProducerGroup(proto.Group),
        proto.Messages.ToMessages(),
        MessageMapping.Milliseconds(proto.HasTransactionTimeoutMs, proto.TransactionTimeoutMs),
        proto.Number,
        proto.IsNew);

    public static HandOverProto ToProto(this HandOver handOver)
    {
        var proto = new HandOverProto { Id = handOver.Id.Value, Group = handOver.Group.Value, Number = handOver.Number };
        proto.Messages.AddRange(handOver.Messages.Select(message => message.ToProto()));
        return proto;
    }

    public static HandOver ToDomain(this HandOverProto proto) =>
        new(new TransactionId(proto.Id), new ProducerGroup(proto.Group), proto.Messages.ToMessages(), proto.Number);

    public static CommitProto ToProto(this Commit commit) =>
        new() { Id = commit.Id.Value, Group = commit.Group.Value, Number = commit.Number };

    public static Commit ToDomain(this CommitProto proto) =>
        new(new TransactionId(proto.Id), new ProducerGroup(proto.Group), proto.Number);

    public static RollbackProto ToProto(this Rollback rollback)
    {
        var proto = new RollbackProto { Id = rollback.Id.Value, Group = rollback.Group.Value, Number = rollback.Number };
        if (rollback.Reason is { } reason)
            proto.Reason = reason;
        return proto;
    }

    public static Rollback ToDomain(this RollbackProto proto) => new(
        new TransactionId(proto.Id),
        new ProducerGroup(proto.Group),
        proto.HasReason ? proto.Reason : null,
        proto.Number);

    public static TransactionReplyProto ToProto(this TransactionReply reply)
    {
        var proto = new TransactionReplyProto
        {
            Id = reply.Id.Value,
            Command = (int)reply.Command,
            Outcome = (int)reply.Outcome,
            Phase = (int)reply.Phase,
            Number = reply.Number,
            Epoch = reply.Epoch,
        };
        if (reply.Detail is { } detail)
            proto.Detail = detail;
        return proto;
    }

    public static TransactionReply ToDomain(this TransactionReplyProto proto) => new(
        new TransactionId(proto.Id),
        WireEnum.Require<TransactionCommandKind>(proto.Command),
        WireEnum.Require<TransactionOutcome>(proto.Outcome),
        WireEnum.Require<TransactionPhase>(proto.Phase),
        proto.HasDetail ? proto.Detail : null,
        proto.Number,
        proto.Epoch);

    public static CheckTransactionProto ToProto(this CheckTransaction check)
    {
        var proto = new CheckTransactionProto { Id = check.Id.Value, Group = check.Group.Value, Number = check.Number };
        proto.Messages.AddRange(check.Messages.Select(message => message.ToProto()));
        return proto;
    }

    public static CheckTransaction ToDomain(this CheckTransactionProto proto) =>
        new(new TransactionId(proto.Id), new ProducerGroup(proto.Group), proto.Number, proto.Messages.ToMessages());

    public static CheckAnswerProto ToProto(this CheckAnswer answer)
    {
        var proto = new CheckAnswerProto
        {
            Id = answer.Id.Value,
            Group = answer.Group.Value,
            Number = answer.Number,
            Verdict = (int)answer.Verdict,
        };
        if (answer.Detail is { } detail)
            proto.Detail = detail;
        return proto;
    }

    public static CheckAnswer ToDomain(this CheckAnswerProto proto) => new(
        new TransactionId(proto.Id),
        new ProducerGroup(proto.Group),
        proto.Number,
        WireEnum.Require<CheckVerdict>(proto.Verdict),
        proto.HasDetail ? proto.Detail : null);

    public static FinalIdsProto ToProto(this FinalIds ids)
    {
        var proto = new FinalIdsProto { Group = ids.Group.Value, BeforeUnixMs = ids.Before.ToUnixTimeMilliseconds() };
        proto.Except.AddRange(ids.Except.Select(id => id.Value));
        return proto;
    }

    public static FinalIds ToDomain(this FinalIdsProto proto) => new(
        new ProducerGroup(proto.Group),
        DateTimeOffset.FromUnixTimeMilliseconds(proto.BeforeUnixMs),
        [.. proto.Except.Select(id => new TransactionId(id))]);
}
