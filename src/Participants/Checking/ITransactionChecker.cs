namespace Coordinator.Participants.Checking;

/// <summary>Answers the coordinator's checks for a producer group.</summary>
public interface ITransactionChecker
{
    /// <summary>
    /// Finds out what became of a local transaction. May be called for the same transaction again, also at the same time.
    /// </summary>
    /// <param name="check">The question.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits for the answer any more.</param>
    /// <returns>
    /// What stands. An exception means that it could not be found out: the coordinator asks again later, and does not count it
    /// as an answer.
    /// </returns>
    Task<CheckResult> CheckAsync(TransactionCheck check, CancellationToken cancellationToken);
}
