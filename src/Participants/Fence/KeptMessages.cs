using Coordinator.Contracts;
using Coordinator.Contracts.Messages;

namespace Coordinator.Participants.Fence;

/// <summary>Messages of a committed local transaction that the outcome store keeps.</summary>
/// <param name="Position">Place in the order in which local transactions stored messages.</param>
/// <param name="Id">The transaction.</param>
/// <param name="Messages">Its messages.</param>
internal sealed record KeptMessages(long Position, TransactionId Id, IReadOnlyList<Message> Messages);
