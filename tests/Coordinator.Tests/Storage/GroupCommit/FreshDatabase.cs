using Coordinator.Storage;

namespace Coordinator.Tests.Storage.GroupCommit;

/// <summary>A database with the schema of this release and nothing in it.</summary>
internal sealed record FreshDatabase(Database Database, Action Drop) : IDisposable
{
    public static FreshDatabase Sqlite()
    {
        var directory = new TempDirectory();
        return Install(Database.Sqlite(directory.File("coordinator.db")), directory.Dispose);
    }

    public void Dispose() => Drop();

    private static FreshDatabase Install(Database database, Action drop)
    {
        new SchemaInstaller(database).InstallAsync().GetAwaiter().GetResult();
        return new FreshDatabase(database, drop);
    }
}
