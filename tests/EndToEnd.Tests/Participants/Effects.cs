using Coordinator.Participants.Consuming;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Inbox;

namespace Coordinator.EndToEnd.Tests.Participants;

/// <summary>Effects of messages on a consumer's database, each in one transaction with its inbox row.</summary>
internal sealed class Effects(SqliteDatabase database)
{
    private readonly InboxStore _inbox = new(SqlDialect.Sqlite);

    public async Task CreateAsync()
    {
        database.Execute("CREATE TABLE IF NOT EXISTS effects (number INTEGER PRIMARY KEY, message_id TEXT NOT NULL)");
        await using var connection = database.Connect();
        await _inbox.EnsureTablesAsync(connection);
    }

    public long Count() => database.Count("SELECT count(*) FROM effects");

    /// <returns>Whether the effect was applied now; <c>false</c> when it had been applied before.</returns>
    public async Task<bool> HappenAsync(ReceivedMessage message, Func<CancellationToken, Task> beforeCommit, CancellationToken ct)
    {
        await using var connection = database.Connect();
        await using var transaction = (Microsoft.Data.Sqlite.SqliteTransaction)await connection.BeginTransactionAsync(ct);
        if (!await _inbox.TryRecordAsync(transaction, message.Delivery, message.Id, ct))
            return false;
        await using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "INSERT INTO effects (message_id) VALUES (@message)";
        insert.Parameters.AddWithValue("@message", message.Id.ToString());
        await insert.ExecuteNonQueryAsync(ct);
        await beforeCommit(ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}
