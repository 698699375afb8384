using Coordinator.Harness.Postgres;
using Xunit;

namespace Coordinator.Testing;

/// <summary>
/// Database for all tests of a class: <c>IClassFixture&lt;PostgresDatabaseFixture&gt;</c>. It does nothing when the tests are
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
