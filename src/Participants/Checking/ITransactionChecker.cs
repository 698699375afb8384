namespace Coordinator.Participants.Checking;

/// <summary>Answers the coordinator's checks for a producer group.</summary>
public interface ITransactionChecker
{
    /// <summary>
    /// Finds the outcome of a local transaction. It may be called for the same transaction again, also at the same time.
    /// </summary>
    /// <param name="check">The question.</param>
    /// <param name="cancellationToken">Cancelled when the answer is no longer needed.</param>
    /// <returns>
    /// The outcome. An exception means that the outcome could not be found. The coordinator then asks again later and counts no
    /// answer.
    /// </returns>
    Task<CheckResult> CheckAsync(TransactionCheck check, CancellationToken cancellationToken);
}
