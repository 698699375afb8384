using System.Data;
using System.Data.Common;
using System.Globalization;
using Coordinator.Participants.Fence;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Coordinator.Bench.Databases;

/// <summary>Own database of a service: its business table, and the tables of the library.</summary>
/// <param name="Kind">Kind of the database.</param>
/// <param name="ConnectionString">The database.</param>
internal sealed record ServiceDatabase(StorageKind Kind, string ConnectionString)
{
    // SQLite itself notices a free lock within milliseconds, Microsoft.Data.Sqlite only after 150.
    private const string SqliteSettings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000";

    /// <summary>Gets the SQL dialect.</summary>
    public SqlDialect Dialect => Kind == StorageKind.Sqlite ? SqlDialect.Sqlite : SqlDialect.PostgreSql;

    /// <summary>Gets the database as command line arguments of a process.</summary>
    public IEnumerable<string> Arguments => ["--storage", Kind.ToString(), "--database", ConnectionString];

    /// <summary>Names a SQLite database. The file is created by the first connection.</summary>
    public static ServiceDatabase OfFile(string file) =>
        new(StorageKind.Sqlite, new SqliteConnectionStringBuilder { DataSource = file }.ConnectionString);

    /// <summary>Makes a new connection. One to SQLite is open, because its settings belong to the connection.</summary>
    public DbConnection Connect()
    {
        if (Kind != StorageKind.Sqlite)
            return new NpgsqlConnection(ConnectionString);
        var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        using var settings = connection.CreateCommand();
        settings.CommandText = SqliteSettings;
        settings.ExecuteNonQuery();
        return connection;
    }

    public async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        var connection = Connect();
        if (connection.State != ConnectionState.Open)
            await connection.OpenAsync(ct);
        return connection;
    }

    /// <summary>Counts the rows of some tables, and measures the database.</summary>
    public async Task<DatabaseSize> SizeAsync(IEnumerable<string> tables, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        var rows = string.Join(" + ", tables.Select(table => $"(SELECT count(*) FROM {table})"));
        var bytes = Kind == StorageKind.Sqlite ? "0" : "pg_database_size(current_database())";
        var sizes = await connection.QueryAsync(
            $"SELECT {rows}, {bytes}", row => new DatabaseSize(Number(row.GetValue(0)), Number(row.GetValue(1))), ct);
        return Kind == StorageKind.Sqlite ? sizes.Single() with { Bytes = new FileInfo(connection.DataSource).Length } : sizes.Single();
    }

    private static long Number(object value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);
}
