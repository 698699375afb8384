using Coordinator.Contracts;

namespace Coordinator.Participants.Producing;

/// <summary>A local transaction that the service does by itself, without our fence.</summary>
internal sealed class LocalFunction(Func<TransactionId, CancellationToken, Task<LocalOutcome>> change) : ILocalTransaction
{
    public Task<LocalOutcome> RunAsync(TransactionId id, CancellationToken ct) => change(id, ct);

    /// <summary>Its contract: an exception means that nothing was changed, and never will be - unless it says that it cannot know.</summary>
    public Task<LocalOutcome?> SettleAsync(TransactionId id, Exception? failure) =>
        Task.FromResult<LocalOutcome?>(failure is LocalOutcomeUnknownException ? null : LocalOutcome.RollBack);
}
