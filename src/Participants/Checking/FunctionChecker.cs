namespace Coordinator.Participants.Checking;

internal sealed class FunctionChecker(Func<TransactionCheck, CancellationToken, Task<CheckResult>> function) : ITransactionChecker
{
    public Task<CheckResult> CheckAsync(TransactionCheck check, CancellationToken cancellationToken) =>
        function(check, cancellationToken);
}
