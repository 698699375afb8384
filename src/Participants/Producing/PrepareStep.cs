using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Common;
using Coordinator.Participants.Crashes;
using Coordinator.Participants.Link;

namespace Coordinator.Participants.Producing;

/// <summary>Prepares the messages of an attempt.</summary>
internal sealed class PrepareStep(ICommandLink link, ProducerGroup group, ICrashHook? crash)
{
    /// <summary>Makes the command.</summary>
    /// <exception cref="ArgumentException">A value is out of its limits.</exception>
    public Prepare ToPrepare(TransactionId id, IReadOnlyList<Message> messages, TimeSpan? transactionTimeout, bool isNew)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var prepare = new Prepare(id, group, messages, transactionTimeout, link.NextNumber(), isNew);
        return prepare.Problem() is { } problem ? throw new ArgumentException(problem, nameof(messages)) : prepare;
    }

    /// <summary>Prepares the messages. The reply tells whether an earlier attempt under the id has committed.</summary>
    /// <param name="attempt">The transaction.</param>
    /// <param name="prepare">The command.</param>
    /// <param name="limits">Times that the caller waits.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="CoordinatorUnavailableException">No reply in time. What may have been prepared is rolled back, unless others may use the id.</exception>
    /// <exception cref="TransactionRefusedException">The coordinator refuses for good.</exception>
    public async Task<TransactionReply> RunAsync(Attempt attempt, Prepare prepare, CommandLimits limits, CancellationToken ct)
    {
        crash?.Reach(CrashPoints.BeforePrepare);
        try
        {
            return await SendAsync(attempt, prepare, limits, ct);
        }
        catch (Exception error) when (error is CoordinatorUnavailableException or OperationCanceledException)
        {
            GiveUp(attempt);
            throw;
        }
    }

    /// <summary>Prepares the messages, and tells whether the coordinator replied in time. What may have been prepared stays so otherwise.</summary>
    /// <exception cref="TransactionRefusedException">The coordinator refuses for good.</exception>
    public async Task<bool> TryRunAsync(Attempt attempt, Prepare prepare, CommandLimits limits, CancellationToken ct)
    {
        crash?.Reach(CrashPoints.BeforePrepare);
        try
        {
            await SendAsync(attempt, prepare, limits, ct);
            return true;
        }
        catch (CoordinatorUnavailableException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            GiveUp(attempt);
            throw;
        }
    }

    private async Task<TransactionReply> SendAsync(Attempt attempt, Prepare prepare, CommandLimits limits, CancellationToken ct)
    {
        var reply = await CommandSpan.SendAsync(link, prepare, limits, ct);
        if (reply.Outcome is TransactionOutcome.AlreadyCommitted)
            reply = reply with { Phase = TransactionPhase.Committed };
        else
            Replies.RequireDone(reply);
        attempt.Prepared(prepare.Messages, reply.Epoch);
        crash?.Reach(CrashPoints.AfterPrepare);
        return reply;
    }

    /// <summary>
    /// Rolls back what may have been prepared. No one else knows a new id, so it can be rolled back. A caller's own id may be in use elsewhere.
    /// </summary>
    private void GiveUp(Attempt attempt)
    {
        if (!attempt.IsShared)
            link.Post(new Rollback(attempt.Id, group, "the producer gave up waiting for the prepare", link.NextNumber()));
        ProducerMetrics.Count("unprepared");
    }
}
