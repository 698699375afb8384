using System.Data.Common;
using System.Globalization;
using Coordinator.Contracts;

namespace Coordinator.Participants.Fence;

/// <summary>Deletes rows below a watermark: only those with ids in the order of time, and a bounded number at a time.</summary>
internal static class Watermark
{
    /// <summary>Most rows of one transaction. A long transaction would block every writer of a SQLite database.</summary>
    public const int BatchSize = 1000;

    // Hexadecimal digits of the time in a UUIDv7.
    private const int TimeDigits = 12;

    /// <summary>SQL condition that is true for 32 hexadecimal digits of a UUIDv7. Other ids, such as order numbers, have no order in time.</summary>
    public static string IsTimeOrdered(SqlDialect dialect, string transactionId) => dialect == SqlDialect.Sqlite
        ? $"length({transactionId}) = 32 AND {transactionId} NOT GLOB '*[^0-9a-f]*' AND substr({transactionId}, 13, 1) = '7'"
        : $"{transactionId} ~ '^[0-9a-f]{{12}}7[0-9a-f]{{19}}$'";

    /// <summary>Returns the time of an id that is made from a UUIDv7, in Unix milliseconds. <c>null</c>: another id, which has no time.</summary>
    public static long? TimeOf(TransactionId id) =>
        Guid.TryParseExact(id.Value, "N", out var uuid) && uuid.Version == 7 && !id.Value.AsSpan().ContainsAnyInRange('A', 'F')
            ? long.Parse(id.Value.AsSpan(0, TimeDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : null;

    /// <summary>Returns the text that precedes all ids of a time and follows all older ones.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No id has such a time.</exception>
    public static string TextOf(DateTimeOffset time)
    {
        var milliseconds = time.ToUnixTimeMilliseconds();
        return milliseconds is >= 0 and < 1L << (4 * TimeDigits)
            ? milliseconds.ToString("x12", CultureInfo.InvariantCulture)
            : throw new ArgumentOutOfRangeException(nameof(time), time, "A time in ids must be after 1969 and before the year 10889.");
    }

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
