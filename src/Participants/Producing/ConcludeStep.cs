using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Common;
using Coordinator.Participants.Crashes;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Link;
using Coordinator.Participants.Tracing;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Producing;

/// <summary>Tells the coordinator the durable outcome of a local transaction.</summary>
/// <param name="link">Link to the coordinator.</param>
/// <param name="group">Producer group.</param>
/// <param name="wait">Waits for stored messages; <c>null</c>: none are stored.</param>
/// <param name="limits">Times that the caller waits.</param>
/// <param name="logger">Logger.</param>
/// <param name="crash">Hook of a test; <c>null</c>: none.</param>
internal sealed class ConcludeStep(ICommandLink link, ProducerGroup group, HandOverWait? wait, CommandLimits limits, ILogger logger, ICrashHook? crash)
{
    /// <summary>Tells the outcome of an attempt.</summary>
    /// <param name="attempt">The transaction.</param>
    /// <param name="outcome">Its outcome.</param>
    /// <param name="isKept">True when the messages are kept, so that a coordinator which has forgotten them gets them again.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<SendResult> RunAsync(Attempt attempt, LocalOutcome outcome, bool isKept, CancellationToken ct)
    {
        var result = new SendResult(attempt.Id, outcome, Confirmed: true) { WasAlreadyCommitted = attempt.IsRepetition };
        if (outcome == LocalOutcome.Commit && !attempt.IsRepetition)
            Durations.Count(attempt.Messages.Count);
        if (attempt.IsStored && outcome == LocalOutcome.Commit)
        {
            ProducerMetrics.Count("stored");
            return attempt.IsBehindStored && wait is not null && await wait.RunAsync(attempt.Id, ct)
                ? result
                : result with { Confirmed = false, IsStored = true };
        }

        if (!attempt.IsKnown && !attempt.IsRepetition)
        {
            ProducerMetrics.Count(outcome == LocalOutcome.Commit ? "committed" : "rolled back");
            return result;
        }

        if (outcome == LocalOutcome.Commit)
            crash?.Reach(CrashPoints.BeforeCommit);
        ITransactionCommand command = outcome == LocalOutcome.Commit
            ? new Commit(attempt.Id, group, link.NextNumber())
            : new Rollback(attempt.Id, group, "decided by the local transaction", link.NextNumber());
        try
        {
            var reply = await CommandSpan.SendAsync(link, command, limits, ct);
            // A coordinator that was restored from a backup since the prepare has forgotten it.
            if (IsForgotten(reply) && isKept && attempt.Messages.Count > 0)
                reply = await CommandSpan.SendAsync(link, new HandOver(attempt.Id, group, attempt.Messages, link.NextNumber()), limits, ct);
            // The messages of the local transaction that committed earlier are stored, and are handed over later.
            if (IsForgotten(reply) && attempt.IsRepetition && wait is not null)
                return LeftToCheck(result);
            Replies.RequireDone(reply);
            if (outcome == LocalOutcome.Commit)
                crash?.Reach(CrashPoints.AfterConfirmed);
            ProducerMetrics.Count(outcome == LocalOutcome.Commit ? "committed" : "rolled back");
            return result;
        }
        catch (Exception error) when (error is CoordinatorUnavailableException or OperationCanceledException)
        {
            logger.LogWarning(error, "Transaction {Transaction} ended with {Outcome}, which the coordinator did not confirm. A check will find it", attempt.Id, outcome);
            return LeftToCheck(result);
        }
        catch (TransactionExpiredException expired)
        {
            // The local outcome is durable, and a check found it before the coordinator forgot the transaction.
            logger.LogWarning(expired, "Transaction {Transaction} ended with {Outcome} so long ago that the coordinator does not confirm it any more", attempt.Id, outcome);
            return LeftToCheck(result);
        }
    }

    /// <summary>Tells the commit of the transaction that was first under a key. The process that committed it may have died before it told.</summary>
    public async Task<SendResult> ConfirmAsync(KeyedOutcome winner, CancellationToken ct)
    {
        var result = new SendResult(winner.Id, LocalOutcome.Commit, Confirmed: true) { WasAlreadyCommitted = true };
        if (winner.HasNoMessages)
            return result;
        crash?.Reach(CrashPoints.BeforeCommit);
        try
        {
            var reply = await CommandSpan.SendAsync(link, new Commit(winner.Id, group, link.NextNumber()), limits, ct);
            // What the coordinator forgot long ago had ended. What it forgot by a restore is handed over by the service that keeps the messages.
            if (reply.Outcome is TransactionOutcome.Expired)
                return result;
            if (IsForgotten(reply))
                return LeftToCheck(result);
            Replies.RequireDone(reply);
            crash?.Reach(CrashPoints.AfterConfirmed);
            return result;
        }
        catch (Exception error) when (error is CoordinatorUnavailableException or OperationCanceledException)
        {
            logger.LogWarning(error, "Transaction {Transaction} was committed earlier under the same key, which the coordinator did not confirm now", winner.Id);
            return LeftToCheck(result);
        }
    }

    public static SendResult LeftToCheck(SendResult result)
    {
        ProducerMetrics.Count("unconfirmed");
        return result with { Confirmed = false };
    }

    private static bool IsForgotten(TransactionReply reply) =>
        reply is { Command: TransactionCommandKind.Commit, Outcome: TransactionOutcome.NotFound };
}
