using System.Data.Common;
using Coordinator.Contracts;

namespace Coordinator.Participants.Fence;

/// <summary>Deletion below a watermark: of ids that are ordered by time only, and a bounded number of rows at a time.</summary>
internal static class Watermark
{
    /// <summary>A batch is one short transaction: a long one would hold up every writer of a SQLite database.</summary>
    public const int BatchSize = 1000;

    /// <summary>True for 32 hexadecimal digits that are a UUIDv7; an order number has no place in the order of time.</summary>
    public static string IsTimeOrdered(SqlDialect dialect, string transactionId) => dialect == SqlDialect.Sqlite
        ? $"length({transactionId}) = 32 AND {transactionId} NOT GLOB '*[^0-9a-f]*' AND substr({transactionId}, 13, 1) = '7'"
        : $"{transactionId} ~ '^[0-9a-f]{{12}}7[0-9a-f]{{19}}$'";

    /// <summary>The watermark's text, when it has an age.</summary>
    public static string Require(TransactionId watermark) =>
        Guid.TryParseExact(watermark.Value, "N", out var uuid) && uuid.Version == 7
            ? watermark.Value
            : throw new ArgumentException(
                $"watermark {watermark} is no id made from a UUIDv7, so nothing is older than it.", nameof(watermark));

    public static async Task<long> DeleteInBatchesAsync(
        this DbConnection connection, string delete, CancellationToken ct, params (string Name, object Value)[] parameters)
    {
        var total = 0L;
        int deleted;
        do
        {
            await using var command = connection.Statement(delete, null, parameters);
            deleted = await command.ExecuteNonQueryAsync(ct);
            total += deleted;
        }
        while (deleted == BatchSize);

        return total;
    }
}
