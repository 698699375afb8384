using Coordinator.Contracts;
using Coordinator.Participants.Fence;
using Coordinator.Testing.Conformance;

namespace Coordinator.Testing.Tests;

public sealed class OutcomeStoreConformanceSpec(PostgresDatabaseFixture postgres) : IClassFixture<PostgresDatabaseFixture>
{
    private static readonly ProducerGroup Group = new("orders");

    public static TheoryData<string> Names => [.. OutcomeStoreConformance.Checks.Select(check => check.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Store_on_SQLite_keeps_its_promise(string name)
    {
        using var file = new SqliteFile();
        await RunAsync(name, new OutcomeStore(SqlDialect.Sqlite, file.Connect) { ProducerGroup = Group });
    }

    [PostgresTheory]
    [MemberData(nameof(Names))]
    public async Task Store_on_PostgreSQL_keeps_its_promise(string name) =>
        await RunAsync(name, new OutcomeStore(SqlDialect.PostgreSql, postgres.Database.Connect) { ProducerGroup = Group });

    [Fact]
    public async Task Store_that_fences_nothing_is_caught()
    {
        using var file = new SqliteFile();
        var store = new UnfencedStore(new OutcomeStore(SqlDialect.Sqlite, file.Connect) { ProducerGroup = Group });

        var broken = await Assert.ThrowsAsync<ConformanceException>(() => OutcomeStoreConformance.RunAsync(store, Group));

        Assert.Contains("Check_that_comes_first_fences_the_local_transaction: RecordCommittedAsync must throw TransactionFencedException, but did not.", broken.Message, StringComparison.Ordinal);
        Assert.Contains("Check_does_not_decide_against_an_open_local_transaction", broken.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Second_local_transaction", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_of_keys_refuses_a_store_without_keys()
    {
        using var file = new SqliteFile();
        var store = new UnfencedStore(new OutcomeStore(SqlDialect.Sqlite, file.Connect) { ProducerGroup = Group });
        var check = OutcomeStoreConformance.Checks.First(check => check.NeedsKeys);

        await Assert.ThrowsAsync<ArgumentException>(() => check.RunAsync(store, Group));
    }

    private static async Task RunAsync(string name, OutcomeStore store)
    {
        await store.EnsureTablesAsync();
        await OutcomeStoreConformance.Checks.Single(check => check.Name == name).RunAsync(store, Group);
    }
}
