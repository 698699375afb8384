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
    /// <param name="timeout">Time for which the command is worth repeating; <c>null</c>: the command timeout.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="CoordinatorUnavailableException">No reply in time. What may have been prepared is rolled back, unless others may use the id.</exception>
    /// <exception cref="TransactionRefusedException">The coordinator refuses for good.</exception>
    public async Task<TransactionReply> RunAsync(Attempt attempt, Prepare prepare, TimeSpan? timeout, CancellationToken ct)
    {
        crash?.Reach(CrashPoints.BeforePrepare);
        try
        {
            var reply = await link.SendAsync(prepare, timeout, ct);
            if (reply.Outcome is TransactionOutcome.AlreadyCommitted)
                reply = reply with { Phase = TransactionPhase.Committed };
            else
                Replies.RequireDone(reply);
            attempt.Prepared(prepare.Messages, reply.Epoch);
            crash?.Reach(CrashPoints.AfterPrepare);
            return reply;
        }
        catch (Exception error) when (error is CoordinatorUnavailableException or OperationCanceledException)
        {
            // The transaction may have been prepared. No one else knows a new id, so it can be rolled back. A caller's own id may be in
            // use elsewhere.
            if (!attempt.IsShared)
                link.Post(new Rollback(prepare.Id, group, "the producer gave up waiting for the prepare", link.NextNumber()));
            ProducerMetrics.Count("unprepared");
            throw;
        }
    }
}
