using Akka.Configuration;
using Akka.TestKit.Xunit2;
using Coordinator.Harness;
using Coordinator.Persistence;
using Coordinator.Tests.Persistence;

namespace Coordinator.Tests.Topics;

/// <summary>Actor system on the real journal, in a SQLite file of its own.</summary>
public abstract class SqliteKit : TestKit
{
    private readonly TempDirectory _temp;

    protected SqliteKit()
        : this(new TempDirectory())
    {
    }

    private SqliteKit(TempDirectory temp)
        : base(ConfigurationFactory.ParseString("akka.loglevel = WARNING").WithFallback(ConfigFor(temp)))
    {
        _temp = temp;
        Database = DatabaseIn(temp);
    }

    private protected Database Database { get; }

    protected override void AfterAll()
    {
        base.AfterAll();
        _temp.Dispose();
    }

    private protected async Task ExecuteAsync(string sql)
    {
        await using var connection = await Database.OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static Database DatabaseIn(TempDirectory temp) => Database.Sqlite(temp.File("coordinator.db"));

    private static Config ConfigFor(TempDirectory temp)
    {
        new SchemaInstaller(DatabaseIn(temp)).InstallAsync().GetAwaiter().GetResult();
        return JournalConfig.Of(DatabaseIn(temp));
    }
}
