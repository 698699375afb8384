using Coordinator.Contracts;

namespace Coordinator.Participants.Producing;

/// <summary>Result of a transactional send. The local outcome is durable.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Outcome">Outcome of the local transaction, and so of the messages.</param>
/// <param name="Confirmed">
/// True when the coordinator has recorded the outcome. <c>false</c>: it could not be told in time, and a check will find the outcome.
/// There is nothing to repeat.
/// </param>
public sealed record SendResult(TransactionId Id, LocalOutcome Outcome, bool Confirmed)
{
    /// <summary>
    /// True when an earlier send under the same key or id had committed, so that this one ran nothing or kept nothing. <see cref="Id" /> is then
    /// the id of the earlier one.
    /// </summary>
    public bool WasAlreadyCommitted { get; init; }

    /// <summary>
    /// True when the messages are stored in the service's database, and handed over when the coordinator is there (<see
    /// cref="Common.WhenUnavailable.StoreLocally" />). <see cref="Confirmed" /> is false then.
    /// </summary>
    public bool IsStored { get; init; }
}
