using Coordinator.Contracts;
using Coordinator.Contracts.Messages;

namespace Coordinator.Participants.Checking;

/// <summary>Question of the coordinator for the outcome of a local transaction.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Group">The producer group that prepared it, maybe through another instance.</param>
/// <param name="Number">Number of this check of the transaction, counted from 1.</param>
/// <param name="Messages">The prepared messages, to find the business record by them.</param>
public sealed record TransactionCheck(
    TransactionId Id,
    ProducerGroup Group,
    int Number,
    IReadOnlyList<Message> Messages);
