using Coordinator.Harness;
using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Testing;

namespace Coordinator.Tests.Persistence.GroupCommit;

/// <summary>Gives a test two stores of one new database, as two nodes have them.</summary>
internal static class StoresOfOneDatabase
{
    public static async Task OnSqliteAsync(Func<IEventStore[], Task> test)
    {
        using var directory = new TempDirectory();
        var database = Database.Sqlite(directory.File("coordinator.db"));
        await new SchemaInstaller(database).InstallAsync();
        await using var first = new SqliteEventStore(database.ConnectionString);
        await using var second = new SqliteEventStore(database.ConnectionString);
        await test([first, second]);
    }

    public static async Task OnPostgreSqlAsync(Func<IEventStore[], Task> test)
    {
        await using var server = await PostgresServer.CreateDatabaseAsync();
        await new SchemaInstaller(Database.PostgreSql(server.ConnectionString)).InstallAsync();
        await using var first = new PostgresEventStore(server.ConnectionString);
        await using var second = new PostgresEventStore(server.ConnectionString);
        await test([first, second]);
    }
}
