using System.Data.Common;
using System.Globalization;

namespace Coordinator.Participants.Fence;

/// <summary>What a database's error means for the fence, told without a reference to any provider.</summary>
internal static class DatabaseError
{
    private const string PostgreSqlSerializationFailure = "40001";
    private const string PostgreSqlLockNotAvailable = "55P03";
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteBusySnapshot = SqliteBusy | (2 << 8);

    /// <summary>Another transaction holds the lock for longer than we wait.</summary>
    public static bool IsLockWait(SqlDialect dialect, DbException error) => dialect == SqlDialect.Sqlite
        ? (SqliteCode(error) & 0xFF) is SqliteBusy or SqliteLocked
        : error.SqlState == PostgreSqlLockNotAvailable;

    /// <summary>The transaction's snapshot is older than a row that it wants to write; it can only roll back.</summary>
    public static bool IsStaleSnapshot(SqlDialect dialect, DbException error) => dialect == SqlDialect.Sqlite
        ? SqliteCode(error) == SqliteBusySnapshot
        : error.SqlState == PostgreSqlSerializationFailure;

    // ADO.NET has no place for SQLite's result code. Microsoft.Data.Sqlite has properties of its own, System.Data.SQLite
    // puts it into ErrorCode; reading the former by name spares the library a reference to a provider.
    private static int SqliteCode(DbException error) =>
        error.GetType().GetProperty("SqliteExtendedErrorCode")?.GetValue(error) is { } extended
            ? Convert.ToInt32(extended, CultureInfo.InvariantCulture)
            : error.ErrorCode;
}
