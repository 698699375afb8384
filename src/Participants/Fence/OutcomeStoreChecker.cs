using Coordinator.Participants.Checking;

namespace Coordinator.Participants.Fence;

internal sealed class OutcomeStoreChecker(IOutcomeStore store) : ITransactionChecker
{
    public Task<CheckResult> CheckAsync(TransactionCheck check, CancellationToken cancellationToken) =>
        store.CheckAsync(check.Id, cancellationToken);
}
