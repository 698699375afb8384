using System.Runtime.Serialization;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire.Proto;
using Google.Protobuf;
using ItemCase = Coordinator.Contracts.Wire.Proto.FrameItemProto.ItemOneofCase;

namespace Coordinator.Contracts.Wire;

internal static class SessionsMapping
{
    public static OpenSessionProto ToProto(this OpenSession open)
    {
        var proto = new OpenSessionProto { Protocol = open.Protocol, Instance = open.Instance.Value, Attempt = open.Attempt };
        proto.ProducerGroups.AddRange(open.ProducerGroups.Select(group => group.Value));
        if (open.Claim is { } claim)
            proto.Claim = new SessionClaimProto { Name = claim.Name, Nonce = claim.Nonce };
        return proto;
    }

    public static OpenSession ToDomain(this OpenSessionProto proto) => new(
        proto.Protocol,
        new InstanceId(proto.Instance),
        proto.ProducerGroups.Select(group => new ProducerGroup(group)).ToArray(),
        proto.Attempt,
        proto.Claim is { } claim ? new SessionClaim(claim.Name, claim.Nonce) : null);

    public static SessionChallengeProto ToProto(this SessionChallenge challenge) => new()
    {
        Attempt = challenge.Attempt,
        Salt = UnsafeByteOperations.UnsafeWrap(challenge.Salt),
        Iterations = challenge.Iterations,
        Nonce = challenge.Nonce,
    };

    public static SessionChallenge ToDomain(this SessionChallengeProto proto) =>
        new(proto.Attempt, proto.Salt.Memory, proto.Iterations, proto.Nonce);

    public static ProveSessionProto ToProto(this ProveSession prove) =>
        new() { Attempt = prove.Attempt, Proof = UnsafeByteOperations.UnsafeWrap(prove.Proof) };

    public static ProveSession ToDomain(this ProveSessionProto proto) => new(proto.Attempt, proto.Proof.Memory);

    public static SessionOpenedProto ToProto(this SessionOpened opened)
    {
        var proto = new SessionOpenedProto
        {
            SessionId = opened.SessionId,
            HeartbeatIntervalMs = (long)opened.HeartbeatInterval.TotalMilliseconds,
            SessionTimeoutMs = (long)opened.SessionTimeout.TotalMilliseconds,
            Attempt = opened.Attempt,
            Signature = UnsafeByteOperations.UnsafeWrap(opened.Signature),
            Epoch = opened.Epoch,
        };
        proto.Nodes.AddRange(opened.Nodes);
        return proto;
    }

    public static SessionOpened ToDomain(this SessionOpenedProto proto) => new(
        proto.SessionId,
        proto.Nodes.ToArray(),
        TimeSpan.FromMilliseconds(proto.HeartbeatIntervalMs),
        TimeSpan.FromMilliseconds(proto.SessionTimeoutMs),
        proto.Attempt,
        proto.Signature.Memory,
        proto.Epoch);

    public static SessionRefusedProto ToProto(this SessionRefused refused) =>
        new() { Refusal = (int)refused.Refusal, Detail = refused.Detail, Attempt = refused.Attempt };

    public static SessionRefused ToDomain(this SessionRefusedProto proto) =>
        new(WireEnum.Require<SessionRefusal>(proto.Refusal), proto.Detail, proto.Attempt);

    public static FrameProto ToProto(this Frame frame)
    {
        var proto = new FrameProto();
        proto.Items.Capacity = frame.Items.Count;
        foreach (var item in frame.Items)
            proto.Items.Add(item.ToProto());
        return proto;
    }

    public static Frame ToDomain(this FrameProto proto)
    {
        if (proto.Items.Count > Frame.MaxItems)
            throw new SerializationException($"a frame may have at most {Frame.MaxItems} items, but has {proto.Items.Count}.");
        // An item of an unknown kind comes from a newer peer. It is skipped, because schemas are only extended.
        var items = new List<IFrameItem>(proto.Items.Count);
        foreach (var item in proto.Items)
        {
            if (item.ItemCase != ItemCase.None)
                items.Add(item.ToItem());
        }

        return new Frame(items);
    }

    /// <summary>Reads an item. One that is wrong costs itself, and not the items that share its frame.</summary>
    private static IFrameItem ToItem(this FrameItemProto item)
    {
        try
        {
            return item.ToDomain();
        }
        catch (Exception unreadable) when (unreadable is SerializationException or ArgumentException)
        {
            return new UnreadableItem($"{item.ItemCase}: {unreadable.Message}");
        }
    }

    public static FrameItemProto ToProto(this IFrameItem item) => item switch
    {
        Prepare prepare => new() { Prepare = prepare.ToProto() },
        HandOver handOver => new() { HandOver = handOver.ToProto() },
        Commit commit => new() { Commit = commit.ToProto() },
        Rollback rollback => new() { Rollback = rollback.ToProto() },
        TransactionReply reply => new() { TransactionReply = reply.ToProto() },
        CheckTransaction check => new() { CheckTransaction = check.ToProto() },
        CheckAnswer answer => new() { CheckAnswer = answer.ToProto() },
        FinalIds ids => new() { FinalIds = ids.ToProto() },
        SettledBelow settled => new() { SettledBelow = settled.ToProto() },
        Subscribe subscribe => new() { Subscribe = subscribe.ToProto() },
        SubscribeReply reply => new() { SubscribeReply = reply.ToProto() },
        Unsubscribe unsubscribe => new() { Unsubscribe = unsubscribe.ToProto() },
        Deliver deliver => new() { Deliver = deliver.ToProto() },
        Acknowledge acknowledge => new() { Acknowledge = acknowledge.ToProto() },
        Retry retry => new() { Retry = retry.ToProto() },
        Reject reject => new() { Reject = reject.ToProto() },
        HandBack handBack => new() { HandBack = handBack.ToProto() },
        RenewLeases renew => new() { RenewLeases = renew.ToProto() },
        MayBegin begin => new() { MayBegin = begin.ToProto() },
        Begin begin => new() { Begin = begin.ToProto() },
        Heartbeat heartbeat => new() { Heartbeat = new HeartbeatProto { Number = heartbeat.Number } },
        SessionClosed closed => new()
        {
            SessionClosed = new SessionClosedProto { Reason = closed.Reason, Superseded = closed.Superseded, Moves = closed.Moves },
        },
        NodesChanged changed => new() { NodesChanged = new NodesChangedProto { Nodes = { changed.Nodes } } },
        _ => throw new ArgumentException($"{item.GetType()} cannot be an item of a frame.", nameof(item)),
    };

    public static IFrameItem ToDomain(this FrameItemProto item) => item.ItemCase switch
    {
        ItemCase.Prepare => item.Prepare.ToDomain(),
        ItemCase.HandOver => item.HandOver.ToDomain(),
        ItemCase.Commit => item.Commit.ToDomain(),
        ItemCase.Rollback => item.Rollback.ToDomain(),
        ItemCase.TransactionReply => item.TransactionReply.ToDomain(),
        ItemCase.CheckTransaction => item.CheckTransaction.ToDomain(),
        ItemCase.CheckAnswer => item.CheckAnswer.ToDomain(),
        ItemCase.FinalIds => item.FinalIds.ToDomain(),
        ItemCase.SettledBelow => item.SettledBelow.ToDomain(),
        ItemCase.Subscribe => item.Subscribe.ToDomain(),
        ItemCase.SubscribeReply => item.SubscribeReply.ToDomain(),
        ItemCase.Unsubscribe => item.Unsubscribe.ToDomain(),
        ItemCase.Deliver => item.Deliver.ToDomain(),
        ItemCase.Acknowledge => item.Acknowledge.ToDomain(),
        ItemCase.Retry => item.Retry.ToDomain(),
        ItemCase.Reject => item.Reject.ToDomain(),
        ItemCase.HandBack => item.HandBack.ToDomain(),
        ItemCase.RenewLeases => item.RenewLeases.ToDomain(),
        ItemCase.MayBegin => item.MayBegin.ToDomain(),
        ItemCase.Begin => item.Begin.ToDomain(),
        ItemCase.Heartbeat => new Heartbeat(item.Heartbeat.Number),
        ItemCase.SessionClosed => new SessionClosed(item.SessionClosed.Reason, item.SessionClosed.Superseded, item.SessionClosed.Moves),
        ItemCase.NodesChanged => new NodesChanged(item.NodesChanged.Nodes.ToArray()),
        _ => throw new ArgumentOutOfRangeException(nameof(item), item.ItemCase, "Unknown kind of frame item."),
    };
}
