using System.Data.Common;

namespace Coordinator.Participants.Consuming;

/// <summary>
/// Runs an effect together with its inbox row in one database transaction, so that a redelivery has no second effect.
/// </summary>
internal sealed class InboxHandler(InboxDatabase inbox, Func<ReceivedMessage, DbTransaction, CancellationToken, Task> effect)
{
    public async Task HandleAsync(ReceivedMessage message, CancellationToken ct)
    {
        await using var connection = await inbox.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (!await inbox.Store.TryRecordAsync(transaction, message.Delivery, message.Id, ct))
        {
            ConsumerMetrics.Absorbed.Add(1, new KeyValuePair<string, object?>("group", message.Group.Value));
            return;
        }

        await effect(message, transaction, ct);
        // A commit that fails may have happened. The inbox row tells, when the message is delivered again.
        await transaction.CommitAsync(CancellationToken.None);
    }
}
