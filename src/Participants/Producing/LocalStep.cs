using System.Runtime.ExceptionServices;
using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Common;
using Coordinator.Participants.Crashes;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Link;

namespace Coordinator.Participants.Producing;

/// <summary>
/// Runs the local transaction of a send. When it fails, the coordinator is told only what is certain.
/// </summary>
internal sealed class LocalStep(ILocalTransaction local, ICommandLink link, ProducerGroup group, ICrashHook? crash)
{
    // A process that has died tells nobody, and settles nothing.
    private bool IsAlive => crash?.IsDead is not true;

    /// <summary>
    /// Runs the local transaction and returns its outcome. <c>null</c>: it did nothing, and another one under its id may be open.
    /// </summary>
    /// <param name="attempt">The transaction.</param>
    /// <param name="ct">Cancels the local transaction.</param>
    public async Task<LocalOutcome?> RunAsync(Attempt attempt, CancellationToken ct)
    {
        try
        {
            var outcome = Known(await local.RunAsync(attempt, ct));
            return attempt.IsShared && outcome == LocalOutcome.RollBack ? await local.SettleAsync(attempt.Id, failure: null) : outcome;
        }
        catch (TransactionFencedException)
        {
            Tell(attempt, LocalOutcome.RollBack, "fenced by a check");
            ProducerMetrics.Count("fenced");
            throw;
        }
        catch (TransactionAlreadyCommittedException)
        {
            // A local transaction under the id committed earlier. Its commit may not have arrived yet: a rollback would lose it.
            attempt.IsRepetition = true;
            return LocalOutcome.Commit;
        }
        catch (Exception taken) when (taken is KeyAlreadyCommittedException or KeyConflictException)
        {
            // The row of this attempt was never written, and its id is known to nobody else.
            Tell(attempt, LocalOutcome.RollBack, Detail.Of(taken));
            ProducerMetrics.Count(taken is KeyConflictException ? "conflict" : "repeated");
            throw;
        }
        catch (LocalOutcomeUnknownException unknown) when (IsAlive)
        {
            return await ResolveAsync(attempt, unknown);
        }
        catch (Exception error) when (IsAlive)
        {
            if (attempt.IsKnown)
                Tell(attempt, await local.SettleAsync(attempt.Id, error), Detail.Of(error));
            ProducerMetrics.Count("failed");
            throw;
        }
    }

    private async Task<LocalOutcome?> ResolveAsync(Attempt attempt, LocalOutcomeUnknownException unknown)
    {
        var outcome = await local.SettleAsync(attempt.Id, unknown);
        if (outcome is LocalOutcome.Commit)
            return outcome;
        ProducerMetrics.Count(outcome is null ? "unknown" : "failed");
        if (outcome is null)
            ExceptionDispatchInfo.Throw(unknown);
        var cause = unknown.InnerException ?? unknown;
        Tell(attempt, outcome, Detail.Of(cause));
        ExceptionDispatchInfo.Throw(cause);
        return outcome;
    }

    private void Tell(Attempt attempt, LocalOutcome? outcome, string reason)
    {
        if (!attempt.IsKnown)
            return;
        if (outcome is LocalOutcome.Commit)
            link.Post(new Commit(attempt.Id, group, link.NextNumber()));
        else if (outcome is LocalOutcome.RollBack)
            link.Post(new Rollback(attempt.Id, group, reason, link.NextNumber()));
    }

    private static LocalOutcome Known(LocalOutcome outcome) =>
        Enum.IsDefined(outcome) ? outcome : throw new InvalidOperationException($"The local outcome must be Commit or RollBack, but is {outcome}.");
}
