using System.Runtime.ExceptionServices;
using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Link;

namespace Coordinator.Participants.Producing;

/// <summary>
/// Runs the local transaction of a send; when it fails, tells the coordinator what is certain, and nothing else.
/// </summary>
internal sealed class LocalStep(ILocalTransaction local, ICommandLink link, ProducerGroup group)
{
    /// <summary>
    /// How the local transaction ended; <c>null</c> when it did nothing, and another one under its id may be open.
    /// </summary>
    /// <param name="id">The transaction.</param>
    /// <param name="shared">Whether other calls may use the id: then a rollback here does not say that nothing stands.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<LocalOutcome?> RunAsync(TransactionId id, bool shared, CancellationToken ct)
    {
        try
        {
            var outcome = Known(await local.RunAsync(id, ct));
            return shared && outcome == LocalOutcome.RollBack ? await local.SettleAsync(id, failure: null) : outcome;
        }
        catch (TransactionFencedException)
        {
            Tell(id, LocalOutcome.RollBack, "fenced by a check");
            ProducerMetrics.Count("fenced");
            throw;
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
        var stands = await local.SettleAsync(id, unknown);
        if (stands is LocalOutcome.Commit)
            return stands;
        ProducerMetrics.Count(stands is null ? "unknown" : "failed");
        if (stands is null)
            ExceptionDispatchInfo.Throw(unknown);
        var cause = unknown.InnerException ?? unknown;
        Tell(id, stands, Detail.Of(cause));
        ExceptionDispatchInfo.Throw(cause);
        return stands;
    }

    private void Tell(TransactionId id, LocalOutcome? stands, string reason)
    {
        if (stands is LocalOutcome.Commit)
            link.Post(new Commit(id, group, link.NextNumber()));
        else if (stands is LocalOutcome.RollBack)
            link.Post(new Rollback(id, group, reason, link.NextNumber()));
    }

    private static LocalOutcome Known(LocalOutcome outcome) =>
        Enum.IsDefined(outcome) ? outcome : throw new InvalidOperationException($"{outcome} is no local outcome.");
}
