using Coordinator.Contracts;
using Coordinator.Contracts.Messages;

namespace Coordinator.Participants.Producing;

/// <summary>A transaction whose messages are prepared.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Messages">Its messages.</param>
/// <param name="Epoch">Epoch of the coordinator that prepared them.</param>
internal sealed record PreparedTransaction(TransactionId Id, IReadOnlyList<Message> Messages, long Epoch);
