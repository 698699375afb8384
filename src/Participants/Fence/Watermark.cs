using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Common;

namespace Coordinator.Participants.Fence;

/// <summary>Deletes rows below a watermark: only those with ids in the order of time, and a bounded number at a time.</summary>
internal static class Watermark
{
    /// <summary>Most rows of one transaction. A long transaction would block every writer of a SQLite database.</summary>
    public const int BatchSize = 1000;

    /// <summary>SQL condition that is true for ids with a time.</summary>
    public static string IsTimeOrdered(SqlDialect dialect, string transactionId) => dialect == SqlDialect.Sqlite
        ? $"{transactionId} GLOB '{IdTime.Glob}'"
        : $"{transactionId} ~ '^{IdTime.Regex}$'";

    /// <summary>Returns the time of an id in Unix milliseconds. <c>null</c>: the caller's own id, which has no time.</summary>
    public static long? TimeOf(TransactionId id) => IdTime.Of(id.Value);

    /// <summary>Returns the text of a watermark that is made from a UUIDv7.</summary>
    public static string Require(TransactionId watermark) =>
        Guid.TryParseExact(watermark.Value, "N", out var uuid) && uuid.Version == 7
            ? watermark.Value
            : throw new ArgumentException(
                $"The watermark must be made from a UUIDv7, but is {watermark}.", nameof(watermark));

    public static async Task<long> DeleteInBatchesAsync(
        this DbConnection connection, TableSet tables, string delete, CancellationToken ct, params (string Name, object Value)[] parameters)
    {
        var total = 0L;
        int deleted;
        do
        {
            await using var command = connection.Statement(delete, null, parameters);
            deleted = await command.ExecuteWriteAsync(tables, ct);
            total += deleted;
        }
        while (deleted == BatchSize);

        return total;
    }
}
