using Coordinator.Contracts.Messages;

namespace Coordinator.Contracts.Checking;

/// <summary>The coordinator asks a live instance of the producer's group what became of a local transaction.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Group">The group that prepared it.</param>
/// <param name="Number">Which check of this transaction it is, counted from 1.</param>
/// <param name="Messages">What was prepared, for checkers that find the business record by it.</param>
internal sealed record CheckTransaction(
    TransactionId Id,
    ProducerGroup Group,
    int Number,
    IReadOnlyList<Message> Messages) : IFrameItem;
