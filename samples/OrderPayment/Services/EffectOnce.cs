using System.Data.Common;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Inbox;

namespace OrderPayment.Services;

/// <summary>
/// Applies one effect for each message, however often the message is delivered. The library does the same in
/// <c>AddConsumer(group, topic, dialect, connect, handler)</c>. The sample spells it out to stop in the middle of it and to
/// count what the inbox absorbs.
/// </summary>
internal sealed class EffectOnce(SqliteFile file, StopSign stop)
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS redeliveries (
          number     INTEGER PRIMARY KEY,
          message_id TEXT    NOT NULL,
          attempt    INTEGER NOT NULL
        );
        """;

    private readonly InboxStore _inbox = new(SqlDialect.Sqlite);

    public async Task CreateAsync(string schema, CancellationToken ct)
    {
        await file.ExecuteAsync(schema + Schema, ct);
        await using var connection = file.Connect();
        await _inbox.EnsureTablesAsync(connection, ct);
    }

    public async Task HandleAsync(
        ReceivedMessage message, Func<DbTransaction, CancellationToken, Task> effect, CancellationToken ct)
    {
        await using var connection = file.Connect();
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (!await _inbox.TryRecordAsync(transaction, message.Delivery, message.Id, ct))
        {
            await RememberRedeliveryAsync(transaction, message, ct);
            await transaction.CommitAsync(ct);
            return;
        }

        var last = stop.IsDue();
        await effect(transaction, ct);
        if (last)
            await stop.ReachAsync(Moment.AmidEffect, message.Id.ToString(), ct);
        await transaction.CommitAsync(ct);
        if (last)
            await stop.ReachAsync(Moment.AfterEffect, message.Id.ToString(), ct);
    }

    private static async Task RememberRedeliveryAsync(DbTransaction transaction, ReceivedMessage message, CancellationToken ct) =>
        await transaction.ExecuteAsync(
            "INSERT INTO redeliveries (message_id, attempt) VALUES (@message, @attempt)",
            ct,
            ("@message", message.Id.ToString()),
            ("@attempt", message.Attempt));
}
