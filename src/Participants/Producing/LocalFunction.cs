using Coordinator.Contracts;
using Coordinator.Participants.Crashes;

namespace Coordinator.Participants.Producing;

/// <summary>Runs a local transaction of the service, without the fence.</summary>
internal sealed class LocalFunction(Func<TransactionId, CancellationToken, Task<LocalOutcome>> change, ICrashHook? crash) : ILocalTransaction
{
    public bool KeepsMessages => false;

    public async Task<LocalOutcome> RunAsync(Attempt attempt, CancellationToken ct)
    {
        var outcome = await change(attempt.Id, ct);
        if (outcome == LocalOutcome.Commit)
            crash?.Reach(CrashPoints.AfterLocalCommit);
        return outcome;
    }

    /// <summary>Returns a rollback for any exception but <see cref="LocalOutcomeUnknownException" />, as the contract of the function says.</summary>
    public Task<LocalOutcome?> SettleAsync(TransactionId id, Exception? failure) =>
        Task.FromResult<LocalOutcome?>(failure is LocalOutcomeUnknownException ? null : LocalOutcome.RollBack);
}
