using Coordinator.Contracts;
using Coordinator.Contracts.Messages;

namespace Coordinator.EndToEnd.Tests.History;

/// <summary>A transaction that a producer began, whether or not anybody heard of it.</summary>
internal sealed record Attempt(TransactionId Id, IReadOnlyList<Message> Messages);

/// <summary>A message in the hands of a consumer, in the order in which they got there.</summary>
internal sealed record Arrival(ConsumerGroup Group, MessageId Id, Message Message, QueueId Queue, long Offset);

/// <summary>How a transaction ended, for those who have a say.</summary>
internal enum Ending
{
    /// <summary>No word of it.</summary>
    None = 0,

    /// <summary>The coordinator has it, undecided.</summary>
    Open = 1,

    Committed = 2,

    RolledBack = 3,
}
