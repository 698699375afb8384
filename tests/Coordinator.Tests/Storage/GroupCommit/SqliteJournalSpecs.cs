using Coordinator.Storage;

namespace Coordinator.Tests.Storage.GroupCommit;

public sealed class SqliteGroupCommitJournalSpec() : GroupCommitJournalSpec(FreshDatabase.Sqlite());

public sealed class SqliteStockJournalSpec() : JournalSpec(FreshDatabase.Sqlite(), JournalKind.Stock);
