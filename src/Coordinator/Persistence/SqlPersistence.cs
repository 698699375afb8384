using Akka.Configuration;
using Akka.Persistence.Sql.Journal;
using Akka.Persistence.Sql.Snapshot;
using Coordinator.Contracts.Common;
using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Persistence;

/// <summary>Configuration of Akka.Persistence.Sql: journal, snapshots and the read side in one database.</summary>
internal static class SqlPersistence
{
    // Opens early and closes soon. By default, a failed journal would stay closed for 30 s, a snapshot store for 60 s. The failures
    // counted are groups, or single writers with the stock journal, so no count suits both.
    private const string Breaker = "circuit-breaker { max-failures = 5, call-timeout = 20s, reset-timeout = 3s }";

    public static Config Config(Database database, JournalKind journal = JournalKind.GroupCommit) =>
        ConfigurationFactory.ParseString($$"""
        akka.persistence {
          journal {
            plugin = "akka.persistence.journal.sql"
            sql {
              class = "{{Hocon.NameOf(journal is JournalKind.GroupCommit ? typeof(GroupCommitJournal) : typeof(SqlWriteJournal))}}"
              {{Connection(database)}}
              # SchemaInstaller creates the tables before any node uses them.
              auto-initialize = off
              # Events have no tags: an empty column is cheaper than a table to write and to join.
              tag-write-mode = Csv
              # SQLite has one writer: a further one would only wait for the lock of the first.
              parallelism = {{(database.Engine == StorageEngine.Sqlite ? 1 : 3)}}
              {{Breaker}}
            }
          }
          snapshot-store {
            plugin = "akka.persistence.snapshot-store.sql"
            sql {
              class = "{{Hocon.NameOf(journal is JournalKind.GroupCommit ? typeof(GroupCommitSnapshotStore) : typeof(AnsweringSnapshotStore))}}"
              {{Connection(database)}}
              auto-initialize = off
              {{Breaker}}
            }
          }
          # The coordinator does not use it. It serves operators who query the journal with the library.
          query.journal.sql {
            class = "Akka.Persistence.Sql.Query.SqlReadJournalProvider, Akka.Persistence.Sql"
            write-plugin = "akka.persistence.journal.sql"
            {{Connection(database)}}
            tag-read-mode = Csv
          }
        }
        """).WithFallback(Akka.Persistence.Sql.SqlPersistence.DefaultConfiguration);

    // With read-uncommitted, a read of SQLite is a deferred transaction. Any other level takes the write lock to read.
    private static string Connection(Database database) => $"""
        connection-string = {Hocon.Quoted(database.ConnectionString)}
        provider-name = "{Provider(database.Engine)}"
        read-isolation-level = {(database.Engine == StorageEngine.Sqlite ? "read-uncommitted" : "read-committed")}
        use-clone-connection = off
        """;

    private static string Provider(StorageEngine engine) => engine switch
    {
        StorageEngine.Sqlite => "SQLite.MS",
        StorageEngine.PostgreSql => "PostgreSQL.15",
        _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, "This storage engine is unknown."),
    };
}
