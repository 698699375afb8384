using Coordinator.Contracts.Messages;

namespace Coordinator.Contracts.Checking;

/// <summary>Asks a live instance of the producer group for the outcome of a local transaction.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Group">The group that prepared it.</param>
/// <param name="Number">Number of this check of the transaction, counted from 1.</param>
/// <param name="Messages">The prepared messages, for checkers that find the business record by them.</param>
internal sealed record CheckTransaction(
    TransactionId Id,
    ProducerGroup Group,
    int Number,
    IReadOnlyList<Message> Messages) : IFrameItem;
