using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Producing;

namespace Coordinator.Transactions;

/// <summary>
/// Replies to the senders of commands. A reply that tells of a commit waits until all queues have the messages. Otherwise a producer could
/// hear of the commit, commit a later message of the same key, and see that one delivered first.
/// </summary>
/// <param name="id">The transaction.</param>
/// <param name="self">Actor that replies.</param>
/// <param name="expiry">Tells expired ids from those that never were.</param>
internal sealed class TransactionReplies(TransactionId id, IActorRef self, ITransactionExpiry expiry)
{
    /// <summary>Most commands of one transaction that wait for the same. Further ones are answered with busy.</summary>
    public const int MostWaiting = 64;

    private const string UnknownWrite = "the journal did not confirm the write, so the result is unknown; repeat the command.";

    private List<Held>? _held;

    public void Send(IActorRef to, ITransactionMessage? command, TransactionState state, TransactionOutcome outcome, string? detail = null)
    {
        if (Reply(command, state, outcome, detail) is { } reply)
            to.Tell(reply, self);
    }

    /// <summary>Replies that a write may or may not have been stored.</summary>
    public void SendUnknown(IReadOnlyCollection<(IActorRef Sender, ITransactionMessage? Command)> commands, TransactionState state)
    {
        if (commands.Count > 0)
            TransactionMetrics.UnknownWrites.Add(1);
        foreach (var (to, command) in commands)
            Send(to, command, state, TransactionOutcome.Busy, UnknownWrite);
    }

    /// <summary>Replies that this incarnation of the transaction waits no longer for its queue or for an instance.</summary>
    public void SendUnconfirmed(IReadOnlyCollection<(IActorRef Sender, ITransactionMessage Command)> commands, TransactionState state)
    {
        foreach (var (to, command) in commands)
            Send(to, command, state, TransactionOutcome.Busy, "the transaction moves or its queue does not answer, so the result is unknown; repeat the command.");
    }

    /// <summary>
    /// Replies to commands whose write was refused, because the transaction has such an event, or because its id is expired. Only a read can
    /// tell which.
    /// </summary>
    public void SendRejected(IReadOnlyCollection<(IActorRef Sender, ITransactionMessage? Command)> commands, TransactionState state)
    {
        if (state.Phase is not TransactionPhase.None)
        {
            SendUnknown(commands, state);
            return;
        }

        foreach (var (to, command) in commands)
            SendUnlessExpired(to, command, state, TransactionOutcome.Busy, UnknownWrite);
    }

    /// <summary>Replies now, or holds a reply that tells of a commit until <see cref="Release" />.</summary>
    public void SendInOrder(IActorRef to, ITransactionMessage? command, TransactionState state, TransactionOutcome outcome, string? detail)
    {
        var tellsOfCommit = outcome is TransactionOutcome.Accepted or TransactionOutcome.AlreadyCommitted;
        if (outcome is TransactionOutcome.NotFound)
            SendUnlessExpired(to, command, state, outcome, detail);
        else if (command is null || state.Phase is not TransactionPhase.Committed || !tellsOfCommit)
            Send(to, command, state, outcome, detail);
        else if (_held?.Count >= MostWaiting)
            SendCrowded(to, command, state);
        else
            (_held ??= new(1)).Add(new Held(to, command, outcome, detail));
    }

    /// <summary>Replies that too many commands wait already.</summary>
    public void SendCrowded(IActorRef to, ITransactionMessage command, TransactionState state) =>
        Send(to, command, state, TransactionOutcome.Busy, $"{MostWaiting} commands of the transaction wait already; repeat the command.");

    /// <summary>Sends the held replies: all queues have the messages.</summary>
    public void Release(TransactionState state)
    {
        foreach (var (to, command, outcome, detail) in Take())
            Send(to, command, state, outcome, detail);
    }

    /// <summary>Replies that the commit must be repeated, because the actor stops before all queues have the messages.</summary>
    public void GiveUp(TransactionState state)
    {
        foreach (var (to, command, _, _) in Take())
            Send(to, command, state, TransactionOutcome.Busy, "the commit is durable, but not all queues have confirmed the messages; repeat the command.");
    }

    /// <summary>Replies when the journal has been read: that the id is expired, or else what was decided without that knowledge.</summary>
    private void SendUnlessExpired(
        IActorRef to, ITransactionMessage? command, TransactionState state, TransactionOutcome outcome, string? detail)
    {
        if (Reply(command, state, outcome, detail) is not { } otherwise)
            return;
        expiry.IsExpiredAsync(id).PipeTo(
            to,
            self,
            isExpired => isExpired ? Reply(command, state, TransactionOutcome.Expired, Decision.Expired.Detail)! : otherwise,
            _ => Reply(command, state, TransactionOutcome.Busy, "the journal could not be read; repeat the command.")!);
    }

    private List<Held> Take()
    {
        var taken = _held ?? [];
        _held = null;
        return taken;
    }

    /// <returns>Reply; <c>null</c> when the command has no reply.</returns>
    private object? Reply(ITransactionMessage? command, TransactionState state, TransactionOutcome outcome, string? detail)
    {
        if (outcome is TransactionOutcome.Expired)
            TransactionMetrics.Expired.Add(1);
        return command switch
        {
            PrepareTransaction prepare => ReplyTo(prepare.Group, TransactionCommandKind.Prepare, prepare.Number),
            HandOverTransaction handOver => ReplyTo(handOver.Group, TransactionCommandKind.HandOver, handOver.Number),
            // Whether the commit was one write or several is nothing to the producer.
            CommitTransaction commit when outcome is TransactionOutcome.Accepted =>
                new TransactionReply(id, TransactionCommandKind.Commit, outcome, TransactionPhase.Committed, detail, commit.Number),
            CommitTransaction commit => ReplyTo(commit.Group, TransactionCommandKind.Commit, commit.Number),
            RollbackTransaction rollback => ReplyTo(rollback.Group, TransactionCommandKind.Rollback, rollback.Number),
            ResolveTransaction => new TransactionResolved(id, outcome, state.Phase, detail),
            _ => null,
        };

        // A group is not told the phase of another group's transaction.
        TransactionReply ReplyTo(ProducerGroup group, TransactionCommandKind kind, long number) =>
            new(id, kind, outcome, state.SeenBy(group)?.Phase ?? TransactionPhase.None, detail, number);
    }

    private sealed record Held(IActorRef To, ITransactionMessage Command, TransactionOutcome Outcome, string? Detail);
}
