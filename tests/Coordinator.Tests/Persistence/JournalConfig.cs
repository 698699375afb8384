using Akka.Configuration;
using Coordinator.Hosting.Serialization;
using Coordinator.Persistence;

namespace Coordinator.Tests.Persistence;

/// <summary>Configuration of the journal as a node has it: tables and serializers.</summary>
internal static class JournalConfig
{
    public static Config Of(StorageEngine engine, string connectionString) => Of(new Database(engine, connectionString));

    public static Config Of(Database database, JournalKind journal = JournalKind.GroupCommit) =>
        SerializationConfig.Config.WithFallback(SqlPersistence.Config(database, journal));
}
