using System.Data.Common;
using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Inbox;

/// <summary>Deletes inbox rows below a bound that stands already, along the index of offsets.</summary>
internal static class InboxPurge
{
    private const int Goes = 1;
    private const int IsTooYoung = 2;

    /// <param name="sql">Statements of the dialect.</param>
    /// <param name="connection">An open connection without a transaction.</param>
    /// <param name="of">Group, queue and epoch.</param>
    /// <param name="bound">Bound that stands.</param>
    /// <param name="keepAtLeast">Time for which a row stays, by the clock of the database.</param>
    /// <param name="ct">Ends the work between two pages.</param>
    /// <returns>Number of deleted rows.</returns>
    public static async Task<long> RunAsync(
        InboxSql sql,
        DbConnection connection,
        (string Name, object Value)[] of,
        DeliveryBound bound,
        TimeSpan keepAtLeast,
        CancellationToken ct)
    {
        (string, object)[] page =
            [.. of, ("@before", bound.Before), ("@except", bound.ExceptText()), ("@keep_ms", (long)keepAtLeast.TotalMilliseconds)];
        var (deleted, after) = (0L, 0L);
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var found = await ReadAsync(sql, connection, [.. page, ("@after", after)], ct);
            var goes = found.Exists(row => row.Fate == Goes);
            if (goes)
            {
                await using var delete = connection.Statement(sql.DeletePage, null, [.. page, ("@after", after), ("@last", found[^1].Offset)]);
                deleted += await delete.ExecuteWriteAsync(sql.Tables, ct);
            }

            // Rows get their offsets about in the order of their age. What is behind a page of young ones is young too, and its turn comes.
            if (found.Count < Watermark.BatchSize || (!goes && found.Exists(row => row.Fate == IsTooYoung)))
                return deleted;
            after = found[^1].Offset;
        }
    }

    private static async Task<List<(long Offset, int Fate)>> ReadAsync(
        InboxSql sql, DbConnection connection, (string Name, object Value)[] page, CancellationToken ct)
    {
        await using var select = connection.Statement(sql.SelectPage, null, page);
        return await select.ExecuteWriteAsync(sql.Tables, ReadRowsAsync, ct);

        async Task<List<(long, int)>> ReadRowsAsync()
        {
            var found = new List<(long, int)>();
            await using var rows = await select.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
                found.Add((rows.GetInt64(0), rows.GetInt32(1)));
            return found;
        }
    }
}
