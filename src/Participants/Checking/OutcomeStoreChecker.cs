namespace Coordinator.Participants;

internal sealed class OutcomeStoreChecker(IOutcomeStore store) : ITransactionChecker
{
    public Task<CheckResult> CheckAsync(TransactionCheck check, CancellationToken cancellationToken) =>
        store.CheckAsync(check.Id, cancellationToken);
}
