using Coordinator.Participants.Fence;
using Coordinator.Participants.Inbox;
using Coordinator.Participants.Tests.Fence;
using Coordinator.Participants.Tests.Tables;
using Coordinator.Testing;

namespace Coordinator.Participants.Tests.EntityFramework;

/// <summary>Tests that the tables of a model are those of the library's scripts, so that the library works with them.</summary>
public sealed class ModelTablesSpec
{
    [Fact]
    public async Task Columns_are_those_of_the_script_on_Sqlite()
    {
        await using var shop = await ShopKit.SqliteAsync();
        using var file = new SqliteFile();
        await AssertSameColumnsAsync(shop, ServiceDatabase.Of(file), ModelColumns.Sqlite);
    }

    [PostgresFact]
    public async Task Columns_are_those_of_the_script_on_PostgreSQL()
    {
        await using var shop = await ShopKit.PostgresAsync();
        await using var database = await PostgresServer.CreateDatabaseAsync();
        await AssertSameColumnsAsync(shop, ServiceDatabase.Of(database), ModelColumns.PostgreSql);
    }

    [Theory, MemberData(nameof(ContextSendSpec.Databases), MemberType = typeof(ContextSendSpec))]
    public async Task Fence_keys_and_purge_work_with_the_tables_of_a_model(string database)
    {
        foreach (var scenarioAsync in (Func<ServiceDatabase, Task>[])
        [
            KeyScenarios.Second_under_the_key_finds_the_winner,
            KeyScenarios.Failed_attempt_leaves_the_key_free,
            KeyScenarios.Key_outlives_the_purge_until_its_own_time_is_over,
        ])
        {
            await using var shop = database == "sqlite" ? await ShopKit.SqliteAsync() : await ShopKit.PostgresAsync();
            await shop.Service.CreateTablesAsync();
            await scenarioAsync(shop.Service);
        }
    }

    private static async Task AssertSameColumnsAsync(ShopKit shop, ServiceDatabase script, string columns)
    {
        await script.CreateTablesAsync();

        var (ofScript, ofModel) = (await ModelColumns.ReadAsync(script, columns), await ModelColumns.ReadAsync(shop.Service, columns));

        Assert.NotEmpty(ofScript);
        Assert.Equal(string.Join("\n", ofScript), string.Join("\n", ofModel));
    }
}
