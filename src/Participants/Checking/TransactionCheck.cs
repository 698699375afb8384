using Coordinator.Contracts;
using Coordinator.Contracts.Messages;

namespace Coordinator.Participants.Checking;

/// <summary>The coordinator's question: what became of the local transaction?</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Group">The producer group that prepared it; maybe through another instance than the one that is asked.</param>
/// <param name="Number">Which check of this transaction it is, counted from 1.</param>
/// <param name="Messages">What was prepared, to find the business record by.</param>
public sealed record TransactionCheck(
    TransactionId Id,
    ProducerGroup Group,
    int Number,
    IReadOnlyList<Message> Messages);
