using Coordinator.Harness.Postgres;
using Coordinator.Persistence;
using Coordinator.Testing;

namespace Coordinator.Tests.Persistence;

public sealed class RestoresSpec
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Restores_are_remembered_with_their_ends_on_Sqlite()
    {
        using var file = new SqliteFile();
        await RestoresAreRemembered(Database.Sqlite(file.Path));
    }

    [PostgresFact]
    public async Task Restores_are_remembered_with_their_ends_on_PostgreSQL()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        await RestoresAreRemembered(Database.PostgreSql(database.ConnectionString));
    }

    private static async Task RestoresAreRemembered(Database database)
    {
        await new SchemaInstaller(database).InstallAsync();
        var restores = new Restores(database);
        Assert.Equal(0, await restores.EpochAsync(default));

        var first = await restores.RecordAsync(Now, default);
        Assert.Equal(Now.ToUnixTimeMilliseconds(), first.Epoch);
        // The clock was set back: the epoch must rise all the same.
        var second = await restores.RecordAsync(Now.AddDays(-1), default);
        Assert.Equal(first.Epoch + 1, second.Epoch);
        Assert.Equal(second.Epoch, await restores.EpochAsync(default));

        var end = new RestoreEnd(Now.AddHours(1), "ann", "all have handed over");
        Assert.True(await restores.CloseAsync(first.Epoch, end, default));
        Assert.False(await restores.CloseAsync(first.Epoch, end with { Who = "bob" }, default));
        Assert.False(await restores.CloseAsync(17, end, default));
        Assert.Equal([second, first with { Closed = end }], await restores.ReadAsync(default));
    }
}
