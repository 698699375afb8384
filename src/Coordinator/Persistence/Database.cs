using System.Data.Common;
using System.Net.Sockets;
using Coordinator.Contracts.Logging;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Coordinator.Persistence;

/// <summary>Database of a coordinator, with its journal and snapshots.</summary>
internal sealed record Database(StorageEngine Engine, string ConnectionString)
{
    public static Database Sqlite(string file) => new(
        StorageEngine.Sqlite,
        new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 }.ConnectionString);

    /// <summary>Source of the connection string when it may change; <c>null</c> when it stays.</summary>
    private ConnectionStringFile? File { get; init; }

    /// <summary>Epoch of the offsets that are given now, see <see cref="Restore.Epoch" />. 0: the database was never restored from a backup.</summary>
    public long Epoch { get; init; }

    /// <summary>Epoch of the offsets of queues, see <see cref="Persistence.LogEpoch" />. 0: nobody has read it.</summary>
    public long LogEpoch { get; init; }

    public static Database PostgreSql(string connectionString) => new(StorageEngine.PostgreSql, Named(connectionString));

    public static Database PostgreSql(ConnectionStringFile file) =>
        new(StorageEngine.PostgreSql, Named(file.Current)) { File = file };

    /// <summary>Password that is in force now; <c>null</c> when there is none.</summary>
    public string? CurrentPassword() => new NpgsqlConnectionStringBuilder(Current).Password;

    /// <summary>Error about a connection string of PostgreSQL; <c>null</c> when it is valid.</summary>
    public static string? PostgresProblem(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString).Host is null ? "it must name a Host." : null;
        }
        catch (ArgumentException unreadable)
        {
            return unreadable.Message;
        }
    }

    /// <summary>Sentences for the operator about a connection that another machine can read or change; <c>null</c> when there is none.</summary>
    public string? TransportWarning() => Engine == StorageEngine.PostgreSql ? PostgresTransport.Warning(ConnectionString) : null;

    /// <summary>Description without the password.</summary>
    public override string ToString() => Engine switch
    {
        StorageEngine.Sqlite => $"SQLite {new SqliteConnectionStringBuilder(ConnectionString).DataSource}",
        _ => Describe(new NpgsqlConnectionStringBuilder(ConnectionString)),
    };

    /// <summary>Creates a closed connection.</summary>
    public DbConnection Connect() =>
        Engine == StorageEngine.Sqlite ? new SqliteConnection(ConnectionString) : new NpgsqlConnection(Current);

    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = Connect();
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Uses an open connection, and names the database in the error when that fails.</summary>
    /// <exception cref="StorageException">The database cannot be used.</exception>
    public async Task<T> UseAsync<T>(Func<DbConnection, Task<T>> use, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await OpenAsync(cancellationToken);
            return await use(connection);
        }
        catch (Exception failed) when (failed is DbException or SocketException or TimeoutException)
        {
            throw new StorageException($"The database {this} cannot be used: {LogText.Escape(failed.Message)}", failed);
        }
    }

    private string Current => File is null ? ConnectionString : Named(File.Current);

    private static string Named(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "coordinator" }.ConnectionString;

    private static string Describe(NpgsqlConnectionStringBuilder postgres) =>
        $"PostgreSQL {postgres.Host}:{postgres.Port}/{postgres.Database}";
}
