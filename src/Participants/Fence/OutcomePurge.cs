using System.Data.Common;
using System.Text.Json;
using Coordinator.Contracts;
using Coordinator.Contracts.Common;

namespace Coordinator.Participants.Fence;

/// <summary>
/// Deletes outcomes below a bound that stands already, along the primary key. It remembers how far it came, so that what stays is not read again
/// and again. A new process begins at the lowest id.
/// </summary>
internal sealed class OutcomePurge(TableSet tables, OutcomePurgeSql sql, (string Name, object Value) group)
{
    private const int StaysForGood = 0;
    private const int IsTooYoung = 2;

    private string _after = "";
    private readonly HashSet<TransactionId> _excepted = [];

    /// <param name="connection">An open connection without a transaction.</param>
    /// <param name="before">Time in ids to which outcomes go, in Unix milliseconds.</param>
    /// <param name="recordedBefore">Time to which an outcome must have been recorded, by the clock of the database.</param>
    /// <param name="except">Ids that are not final.</param>
    /// <param name="ct">Ends the work between two pages.</param>
    /// <returns>Number of deleted outcomes.</returns>
    public async Task<long> RunAsync(
        DbConnection connection, long before, long recordedBefore, IReadOnlyCollection<TransactionId> except, CancellationToken ct)
    {
        (string, object) old = ("@recorded_before", recordedBefore);
        var deleted = await DeleteEndedAsync(connection, before, except, old, ct);
        (string Name, object Value)[] page =
        [
            group, old, ("@before", IdTime.Lowest(Math.Min(before, recordedBefore))), ("@except", JsonSerializer.Serialize(except.Select(id => id.Value))),
        ];
        var (after, isBehind) = (_after, false);
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var found = await ReadAsync(connection, [.. page, ("@after", after)], ct);
            if (found.Exists(row => row.Fate is not StaysForGood))
            {
                await using var delete = connection.Statement(sql.DeletePage, null, [.. page, ("@after", after), ("@last", found[^1].Id)]);
                deleted += await delete.ExecuteWriteAsync(tables, ct);
            }

            isBehind |= found.Exists(row => row.Fate is IsTooYoung);
            after = found.Count == 0 ? after : found[^1].Id;
            // One that is too young is looked at again.
            _after = isBehind ? _after : after;
            if (found.Count < Watermark.BatchSize)
                return deleted;
        }
    }

    /// <summary>Deletes those that were excepted before and are not any more. They are behind the place that the pages have reached.</summary>
    private async Task<long> DeleteEndedAsync(
        DbConnection connection, long before, IReadOnlyCollection<TransactionId> except, (string, object) old, CancellationToken ct)
    {
        var deleted = 0L;
        foreach (var id in _excepted.Except(except).Where(id => Watermark.TimeOf(id) < before).ToList())
        {
            await using var delete = connection.Statement(sql.DeleteOne, null, group, old, ("@id", id.Value));
            deleted += await delete.ExecuteWriteAsync(tables, ct);
            _excepted.Remove(id);
        }

        _excepted.UnionWith(except);
        return deleted;
    }

    private async Task<List<(string Id, int Fate)>> ReadAsync(DbConnection connection, (string Name, object Value)[] page, CancellationToken ct)
    {
        await using var select = connection.Statement(sql.SelectPage, null, page);
        return await select.ExecuteWriteAsync(tables, ReadRowsAsync, ct);

        async Task<List<(string, int)>> ReadRowsAsync()
        {
            var found = new List<(string, int)>();
            await using var rows = await select.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
                found.Add((rows.GetString(0), rows.GetInt32(1)));
            return found;
        }
    }
}
