using Coordinator.Contracts;
using Coordinator.Contracts.Common;

namespace Coordinator.Participants.Fence;

/// <summary>Rules of purges: only rows with ids in the order of time have a time, and a bounded number goes at a time.</summary>
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
}
