using System.Security.Cryptography;
using Npgsql;

namespace Coordinator.Harness.Postgres;

/// <summary>An empty database that is dropped when it is disposed of.</summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    private const int MaxPoolSize = 50;

    private readonly string _server;

    private PostgresDatabase(string server, string name)
    {
        (_server, Name) = (server, name);
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = MaxPoolSize }.ConnectionString;
    }

    public string Name { get; }

    public string ConnectionString { get; }

    /// <param name="server">Connection of a user that may create databases.</param>
    public static async Task<PostgresDatabase> CreateAsync(string server)
    {
        var database = new PostgresDatabase(server, $"coordinator_{RandomNumberGenerator.GetHexString(12, lowercase: true)}");
        await PostgresCommand.ExecuteAsync(server, $"CREATE DATABASE {database.Name}");
        return database;
    }

    /// <summary>A new connection, not yet open.</summary>
    public NpgsqlConnection Connect() => new(ConnectionString);

    public async ValueTask DisposeAsync()
    {
        await using (var connection = Connect())
            NpgsqlConnection.ClearPool(connection);
        await PostgresCommand.ExecuteAsync(_server, $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
    }
}
