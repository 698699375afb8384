using Coordinator.Contracts;

namespace Coordinator.Participants.Producing;

/// <summary>The middle step of a send.</summary>
internal interface ILocalTransaction
{
    /// <summary>Runs it; when it returns, its outcome is durable.</summary>
    Task<LocalOutcome> RunAsync(TransactionId id, CancellationToken ct);

    /// <summary>What stands for ever, or <c>null</c> when that cannot be said now.</summary>
    /// <param name="id">The transaction.</param>
    /// <param name="failure">How it failed; <c>null</c> when it chose to roll back.</param>
    Task<LocalOutcome?> SettleAsync(TransactionId id, Exception? failure);
}
