using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;
using Coordinator.Participants.Tests.Producing;
using Coordinator.Testing;
using Microsoft.EntityFrameworkCore;

namespace Coordinator.Participants.Tests.EntityFramework;

/// <summary>A service with Entity Framework, whose coordinator is scripted. Its tables are made by the model.</summary>
internal sealed class ShopKit(SqlDialect dialect, Func<DbConnection> connect, IAsyncDisposable database) : IAsyncDisposable
{
    private readonly ProducerKit _kit = new();

    public FakeLink Link => _kit.Link;

    public IEnumerable<Prepare> Prepared() => Link.Sent.OfType<Prepare>();

    public ITransactionalProducer Producer => _kit.With(Store);

    public OutcomeStore Store { get; } = new(dialect, connect) { ProducerGroup = new ProducerGroup("orders") };

    public ServiceDatabase Service => new(dialect, connect, async connection => await connection.BeginTransactionAsync());

    public static async Task<ShopKit> SqliteAsync()
    {
        var file = new SqliteFile();
        return await CreateAsync(new ShopKit(SqlDialect.Sqlite, file.Connect, new Disposal(file)));
    }

    public static async Task<ShopKit> PostgresAsync()
    {
        var database = await PostgresServer.CreateDatabaseAsync();
        return await CreateAsync(new ShopKit(SqlDialect.PostgreSql, database.Connect, database));
    }

    public ShopContext Context() => new(Options(new DbContextOptionsBuilder<ShopContext>(), connect()).Options);

    /// <summary>Makes a context that shares the connection of another.</summary>
    public ShopContext Beside(ShopContext other) => new(Options(new DbContextOptionsBuilder<ShopContext>(), other.Database.GetDbConnection()).Options);

    public Task<long> OrdersAsync() => Service.CountAsync("SELECT count(*) FROM \"Orders\"");

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private DbContextOptionsBuilder<ShopContext> Options(DbContextOptionsBuilder<ShopContext> options, DbConnection connection) =>
        dialect == SqlDialect.Sqlite
            ? options.UseSqlite(connection, provider => provider.ExecutionStrategy(dependencies => new RetryTwice(dependencies)))
            : options.UseNpgsql(connection, provider => provider.EnableRetryOnFailure(2, TimeSpan.FromMilliseconds(1), null));

    private static async Task<ShopKit> CreateAsync(ShopKit kit)
    {
        await using var context = kit.Context();
        await context.Database.EnsureCreatedAsync();
        await kit.Store.EnsureTablesAsync();
        return kit;
    }

    private sealed class Disposal(IDisposable inner) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            inner.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
