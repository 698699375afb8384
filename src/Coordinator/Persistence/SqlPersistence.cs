using Akka.Configuration;
using Akka.Persistence.Sql.Journal;
using Akka.Persistence.Sql.Snapshot;
using Coordinator.Common;
using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Persistence;

/// <summary>Akka.Persistence.Sql as we run it: journal, snapshots and the read side in one database.</summary>
internal static class SqlPersistence
{
    // Opens early and looks again soon: by default a journal that was away for a second would stay shut for thirty, snapshots for
    // sixty. What is counted is a group of ours, and with the stock journal each writer in one, so no count suits both.
    private const string Breaker = "circuit-breaker { max-failures = 5, call-timeout = 20s, reset-timeout = 3s }";

    public static Config Config(Database database, JournalKind journal = JournalKind.GroupCommit) =>
        ConfigurationFactory.ParseString($$"""
        akka.persistence {
          journal {
            plugin = "akka.persistence.journal.sql"
            sql {
              class = "{{Hocon.NameOf(journal is JournalKind.GroupCommit ? typeof(GroupCommitJournal) : typeof(SqlWriteJournal))}}"
              {{Connection(database)}}
              # SchemaInstaller has made the tables, before any node reads or writes them.
              auto-initialize = off
              # Nothing is tagged: a column that stays empty is cheaper than a table to write and to join.
              tag-write-mode = Csv
              # One writer: SQLite has no more, and each further one only waits for the lock of the first.
              parallelism = {{(database.Engine == StorageEngine.Sqlite ? 1 : 3)}}
              {{Breaker}}
            }
          }
          snapshot-store {
            plugin = "akka.persistence.snapshot-store.sql"
            sql {
              class = "{{Hocon.NameOf(journal is JournalKind.GroupCommit ? typeof(GroupCommitSnapshotStore) : typeof(SqlSnapshotStore))}}"
              {{Connection(database)}}
              auto-initialize = off
              {{Breaker}}
            }
          }
          # Nothing of ours reads through it; it is for those who look in with the library's own means.
          query.journal.sql {
            class = "Akka.Persistence.Sql.Query.SqlReadJournalProvider, Akka.Persistence.Sql"
            write-plugin = "akka.persistence.journal.sql"
            {{Connection(database)}}
            tag-read-mode = Csv
          }
        }
        """).WithFallback(Akka.Persistence.Sql.SqlPersistence.DefaultConfiguration);

    // read-uncommitted makes a read of SQLite a deferred transaction; any other level takes the write lock to read.
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
        _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, "no such storage engine"),
    };
}
