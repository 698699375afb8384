using System.Runtime.ExceptionServices;
using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Link;

namespace Coordinator.Participants.Producing;

/// <summary>
/// Runs the local transaction of a send. When it fails, the coordinator is told only what is certain.
/// </summary>
internal sealed class LocalStep(ILocalTransaction local, ICommandLink link, ProducerGroup group)
{
    /// <summary>
    /// Runs the local transaction and returns its outcome. <c>null</c>: it did nothing, and another one under its id may be open.
    /// </summary>
    /// <param name="prepared">The transaction.</param>
    /// <param name="shared">True when other calls may use the id. A rollback of this one then does not prove that nothing was committed.</param>
    /// <param name="ct">Cancels the local transaction.</param>
    public async Task<LocalOutcome?> RunAsync(PreparedTransaction prepared, bool shared, CancellationToken ct)
    {
        var id = prepared.Id;
        try
        {
            var outcome = Known(await local.RunAsync(prepared, ct));
            return shared && outcome == LocalOutcome.RollBack ? await local.SettleAsync(id, failure: null) : outcome;
        }
        catch (TransactionFencedException)
        {
            Tell(id, LocalOutcome.RollBack, "fenced by a check");
            ProducerMetrics.Count("fenced");
            throw;
        }
        catch (TransactionAlreadyCommittedException)
        {
            // A local transaction under the id committed earlier. Its commit may not have arrived yet: a rollback would lose it.
            return LocalOutcome.Commit;
        }
        catch (LocalOutcomeUnknownException unknown)
        {
            return await ResolveAsync(id, unknown);
        }
        catch (Exception error)
        {
            Tell(id, await local.SettleAsync(id, error), Detail.Of(error));
            ProducerMetrics.Count("failed");
            throw;
        }
    }

    private async Task<LocalOutcome?> ResolveAsync(TransactionId id, LocalOutcomeUnknownException unknown)
    {
        var outcome = await local.SettleAsync(id, unknown);
        if (outcome is LocalOutcome.Commit)
            return outcome;
        ProducerMetrics.Count(outcome is null ? "unknown" : "failed");
        if (outcome is null)
            ExceptionDispatchInfo.Throw(unknown);
        var cause = unknown.InnerException ?? unknown;
        Tell(id, outcome, Detail.Of(cause));
        ExceptionDispatchInfo.Throw(cause);
        return outcome;
    }

    private void Tell(TransactionId id, LocalOutcome? outcome, string reason)
    {
        if (outcome is LocalOutcome.Commit)
            link.Post(new Commit(id, group, link.NextNumber()));
        else if (outcome is LocalOutcome.RollBack)
            link.Post(new Rollback(id, group, reason, link.NextNumber()));
    }

    private static LocalOutcome Known(LocalOutcome outcome) =>
        Enum.IsDefined(outcome) ? outcome : throw new InvalidOperationException($"The local outcome must be Commit or RollBack, but is {outcome}.");
}
