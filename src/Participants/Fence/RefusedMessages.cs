using Coordinator.Contracts;
using Coordinator.Contracts.Messages;

namespace Coordinator.Participants.Fence;

/// <summary>
/// Messages of a committed local transaction that the coordinator refused after it was restored from a backup. They stay in the outcome store
/// until somebody looks at them, see <see cref="OutcomeStore.ListRefusedAsync" />.
/// </summary>
/// <param name="Id">The transaction.</param>
/// <param name="Messages">Its messages.</param>
/// <param name="Refusal">Reason of the coordinator.</param>
/// <param name="RecordedAt">Time at which the local transaction stored them, by the clock of its database.</param>
public sealed record RefusedMessages(TransactionId Id, IReadOnlyList<Message> Messages, string Refusal, DateTimeOffset RecordedAt);
