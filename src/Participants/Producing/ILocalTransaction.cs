using Coordinator.Contracts;

namespace Coordinator.Participants.Producing;

/// <summary>The local transaction of a send.</summary>
internal interface ILocalTransaction
{
    /// <summary>True when a commit keeps the messages in the same database transaction.</summary>
    bool KeepsMessages { get; }

    /// <summary>Runs the local transaction. Its outcome is durable when this method returns.</summary>
    Task<LocalOutcome> RunAsync(Attempt attempt, CancellationToken ct);

    /// <summary>Returns the final outcome, or <c>null</c> when it is not known now.</summary>
    /// <param name="id">The transaction.</param>
    /// <param name="failure">The failure. <c>null</c> when the local transaction chose to roll back.</param>
    Task<LocalOutcome?> SettleAsync(TransactionId id, Exception? failure);
}
