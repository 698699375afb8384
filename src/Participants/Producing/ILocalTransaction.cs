using Coordinator.Contracts;

namespace Coordinator.Participants;

/// <summary>The middle step of a send.</summary>
internal interface ILocalTransaction
{
    /// <summary>Runs it; when it returns, its outcome is durable.</summary>
    Task<LocalOutcome> RunAsync(TransactionId id, CancellationToken ct);

    /// <summary>After it failed: what stands for ever, or <c>null</c> when that cannot be said now.</summary>
    Task<LocalOutcome?> SettleAsync(TransactionId id);
}
