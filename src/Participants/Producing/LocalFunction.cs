using Coordinator.Contracts;

namespace Coordinator.Participants.Producing;

/// <summary>Runs a local transaction of the service, without the fence.</summary>
internal sealed class LocalFunction(Func<TransactionId, CancellationToken, Task<LocalOutcome>> change) : ILocalTransaction
{
    public bool KeepsMessages => false;

    public Task<LocalOutcome> RunAsync(Attempt attempt, CancellationToken ct) => change(attempt.Id, ct);

    /// <summary>Returns a rollback for any exception but <see cref="LocalOutcomeUnknownException" />, as the contract of the function says.</summary>
    public Task<LocalOutcome?> SettleAsync(TransactionId id, Exception? failure) =>
        Task.FromResult<LocalOutcome?>(failure is LocalOutcomeUnknownException ? null : LocalOutcome.RollBack);
}
