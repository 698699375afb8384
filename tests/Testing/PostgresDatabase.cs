using Npgsql;
using Xunit;

namespace Coordinator.Testing;

/// <summary>An empty database of a test's own.</summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly string _server;

    internal PostgresDatabase(string server, string name)
    {
        (_server, Name) = (server, name);
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 50 }.ConnectionString;
    }

    public string Name { get; }

    public string ConnectionString { get; }

    /// <summary>A new connection, not yet open.</summary>
    public NpgsqlConnection Connect() => new(ConnectionString);

    public async ValueTask DisposeAsync()
    {
        await using (var connection = Connect())
            NpgsqlConnection.ClearPool(connection);
        await PostgresServer.ExecuteAsync(_server, $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
    }
}

/// <summary>
/// A database for all tests of a class: <c>IClassFixture&lt;PostgresDatabaseFixture&gt;</c>. Does nothing where they are
/// skipped.
/// </summary>
public sealed class PostgresDatabaseFixture : IAsyncLifetime
{
    private PostgresDatabase? _database;

    public PostgresDatabase Database => _database ?? throw new InvalidOperationException(PostgresServer.ReasonToSkip);

    public async Task InitializeAsync()
    {
        if (PostgresServer.ReasonToSkip is null)
            _database = await PostgresServer.CreateDatabaseAsync();
    }

    public async Task DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
    }
}
