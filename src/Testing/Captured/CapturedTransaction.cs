using Coordinator.Contracts;
using Coordinator.Contracts.Producing;

namespace Coordinator.Testing.Captured;

/// <summary>A transaction that was prepared.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Phase">Its state.</param>
/// <param name="Group">Producer group; <c>null</c> when its event cannot be read.</param>
/// <param name="Timeline">What happened, oldest first, as operators see it.</param>
public sealed record CapturedTransaction(TransactionId Id, TransactionPhase Phase, ProducerGroup? Group, IReadOnlyList<CapturedEvent> Timeline);

/// <summary>One event of a transaction.</summary>
/// <param name="At">Time, by the clock of the coordinator.</param>
/// <param name="Kind">Event in one or two words.</param>
/// <param name="Who">Instance of the producer, operator, or the coordinator itself.</param>
/// <param name="Detail">Explanation; <c>null</c>: none.</param>
public sealed record CapturedEvent(DateTimeOffset At, string Kind, string Who, string? Detail);
