using Coordinator.Contracts;

namespace Coordinator.Participants.Producing;

/// <summary>How a transactional send ended. The local outcome is durable by now.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Outcome">What became of the local transaction, and so of the messages.</param>
/// <param name="Confirmed">
/// Whether the coordinator has recorded the outcome. <c>false</c>: it could not be told in time, and will find out by a check;
/// there is nothing to repeat.
/// </param>
public sealed record SendResult(TransactionId Id, LocalOutcome Outcome, bool Confirmed);
