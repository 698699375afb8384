using System.Data;
using System.Data.Common;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Inbox;

namespace Coordinator.Participants.Consuming;

/// <summary>
/// Runs an effect together with its inbox row in one database transaction, so that a redelivery has no second effect.
/// </summary>
internal sealed class InboxHandler(
    SqlDialect dialect,
    Func<DbConnection> connect,
    Func<ReceivedMessage, DbTransaction, CancellationToken, Task> effect)
{
    private readonly InboxStore _inbox = new(dialect);

    public async Task EnsureTablesAsync(CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        await _inbox.EnsureTablesAsync(connection, ct);
    }

    public async Task HandleAsync(ReceivedMessage message, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (!await _inbox.TryRecordAsync(transaction, message.Delivery, message.Id, ct))
        {
            ConsumerMetrics.Absorbed.Add(1, new KeyValuePair<string, object?>("group", message.Group.Value));
            return;
        }

        await effect(message, transaction, ct);
        // A commit that fails may have happened. The inbox row tells, when the message is delivered again.
        await transaction.CommitAsync(CancellationToken.None);
    }

    private async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        var connection = connect();
        try
        {
            if (connection.State != ConnectionState.Open)
                await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
