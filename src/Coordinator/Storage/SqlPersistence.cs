using Akka.Configuration;
using Coordinator.Storage.Journal;

namespace Coordinator.Storage;

/// <summary>Akka.Persistence.Sql as we run it: journal, snapshots and the read side in one database.</summary>
internal static class SqlPersistence
{
    public static Config Config(StorageEngine engine, string connectionString) => ConfigurationFactory.ParseString($$"""
        akka.actor {
          serializers.coordinator-journal = "{{typeof(JournalSerializer).FullName}}, {{typeof(JournalSerializer).Assembly.GetName().Name}}"
          serialization-bindings."{{typeof(IJournaled).FullName}}, {{typeof(IJournaled).Assembly.GetName().Name}}" = coordinator-journal
        }
        akka.persistence {
          journal {
            plugin = "akka.persistence.journal.sql"
            sql {
              class = "Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql"
              connection-string = "{{connectionString}}"
              provider-name = "{{Provider(engine)}}"
              # One writer: SQLite has no more, and each further one only waits for the lock of the first.
              parallelism = {{(engine == StorageEngine.Sqlite ? 1 : 3)}}
              read-isolation-level = {{(engine == StorageEngine.Sqlite ? "read-uncommitted" : "read-committed")}}
              use-clone-connection = off
            }
          }
          snapshot-store {
            plugin = "akka.persistence.snapshot-store.sql"
            sql {
              class = "Akka.Persistence.Sql.Snapshot.SqlSnapshotStore, Akka.Persistence.Sql"
              connection-string = "{{connectionString}}"
              provider-name = "{{Provider(engine)}}"
              read-isolation-level = {{(engine == StorageEngine.Sqlite ? "read-uncommitted" : "read-committed")}}
            }
          }
          query.journal.sql {
            class = "Akka.Persistence.Sql.Query.SqlReadJournalProvider, Akka.Persistence.Sql"
            write-plugin = "akka.persistence.journal.sql"
            connection-string = "{{connectionString}}"
            provider-name = "{{Provider(engine)}}"
          }
        }
        """).WithFallback(Akka.Persistence.Sql.SqlPersistence.DefaultConfiguration);

    private static string Provider(StorageEngine engine) => engine switch
    {
        StorageEngine.Sqlite => "SQLite.MS",
        StorageEngine.PostgreSql => "PostgreSQL.15",
        _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, "no such storage engine"),
    };
}
