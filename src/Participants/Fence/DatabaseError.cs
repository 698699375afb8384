using System.Data.Common;
using System.Globalization;

namespace Coordinator.Participants.Fence;

/// <summary>Meaning of a database error for the fence, found without a reference to any provider.</summary>
internal static class DatabaseError
{
    private const string PostgreSqlSerializationFailure = "40001";
    private const string PostgreSqlLockNotAvailable = "55P03";
    private const string PostgreSqlUndefinedColumn = "42703";
    private const string PostgreSqlUndefinedTable = "42P01";
    private const int SqliteError = 1;
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteBusySnapshot = SqliteBusy | (2 << 8);

    /// <summary>Returns true when another transaction held the lock for too long.</summary>
    public static bool IsLockWait(SqlDialect dialect, DbException error) => dialect == SqlDialect.Sqlite
        ? (SqliteCode(error) & 0xFF) is SqliteBusy or SqliteLocked
        : error.SqlState == PostgreSqlLockNotAvailable;

    /// <summary>Returns true when the transaction wants to write a row that is newer than its snapshot. It can only roll back.</summary>
    public static bool IsStaleSnapshot(SqlDialect dialect, DbException error) => dialect == SqlDialect.Sqlite
        ? SqliteCode(error) == SqliteBusySnapshot
        : error.SqlState == PostgreSqlSerializationFailure;

    /// <summary>
    /// Returns true when a statement names a table or column that may not exist. SQLite has one code for all errors in a statement's text.
    /// </summary>
    public static bool MayBeOlderTable(SqlDialect dialect, DbException error) => dialect == SqlDialect.Sqlite
        ? (SqliteCode(error) & 0xFF) == SqliteError
        : error.SqlState is PostgreSqlUndefinedColumn
            || (error.SqlState is PostgreSqlUndefinedTable && error.Message.Contains(SharedTables.PurgeBounds, StringComparison.Ordinal));

    // ADO.NET has no property for SQLite's result code. Microsoft.Data.Sqlite has its own properties, and System.Data.SQLite uses
    // ErrorCode. Reading the property by name avoids a reference to a provider.
    private static int SqliteCode(DbException error) =>
        error.GetType().GetProperty("SqliteExtendedErrorCode")?.GetValue(error) is { } extended
            ? Convert.ToInt32(extended, CultureInfo.InvariantCulture)
            : error.ErrorCode;
}
