using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Coordinator.Contracts;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Tests.Producing;

/// <summary>A database with a fence that fails where a test says, and tells the story of what was done to it.</summary>
internal sealed class FakeDatabase(List<string> story) : IKeyedOutcomeStore
{
    public Exception? OnRecord { get; set; }

    public Exception? OnCommit { get; set; }

    /// <summary>Answer of the fence to a check.</summary>
    public Func<CheckResult> Stands { get; set; } = CheckResult.RolledBack;

    /// <summary>Committed transaction of each key; <c>null</c>: none.</summary>
    public KeyedOutcome? Winner { get; set; }

    /// <summary>Key of the last fence row.</summary>
    public BusinessKey? RecordedKey { get; private set; }

    public Task<DbConnection> OpenConnectionAsync(CancellationToken ct) =>
        Task.FromResult<DbConnection>(new Connection(this, story));

    public Task EnsureTablesAsync(CancellationToken ct) => Task.CompletedTask;

    public Task RecordCommittedAsync(DbTransaction transaction, TransactionId id, CancellationToken ct)
    {
        story.Add("fence row");
        return OnRecord is { } error ? Task.FromException(error) : Task.CompletedTask;
    }

    public Task RecordCommittedAsync(DbTransaction transaction, TransactionId id, BusinessKey key, CancellationToken ct)
    {
        RecordedKey = key;
        return RecordCommittedAsync(transaction, id, ct);
    }

    public Task RecordNoMessagesAsync(DbTransaction transaction, TransactionId id, CancellationToken ct)
    {
        story.Add("no messages");
        return Task.CompletedTask;
    }

    public Task<KeyedOutcome?> FindKeyAsync(string key, CancellationToken ct)
    {
        story.Add("find key");
        return Task.FromResult(Winner);
    }

    public Task<long> PurgeKeysAsync(FinalTransactions final, TimeSpan keep, CancellationToken ct) => Task.FromResult(0L);

    public Task<long> CountKeysAsync(CancellationToken ct) => Task.FromResult(0L);

    public Task<CheckResult> CheckAsync(TransactionId id, CancellationToken ct)
    {
        story.Add("ask the fence");
        return Task.FromResult(Stands());
    }

    private sealed class Transaction(FakeDatabase database, Connection connection, List<string> story) : DbTransaction
    {
        private bool _ended;

        public override IsolationLevel IsolationLevel => IsolationLevel.ReadCommitted;

        protected override DbConnection DbConnection => connection;

        public override void Commit()
        {
            _ended = true;
            story.Add("db commit");
            if (database.OnCommit is { } error)
                throw error;
        }

        public override void Rollback() => _ended = true;

        protected override void Dispose(bool disposing)
        {
            if (!_ended)
                story.Add("db rollback");
            _ended = true;
            base.Dispose(disposing);
        }
    }

    private sealed class Connection(FakeDatabase database, List<string> story) : DbConnection
    {
        [AllowNull]
        public override string ConnectionString { get; set; } = "";

        public override string Database => "fake";

        public override string DataSource => "fake";

        public override string ServerVersion => "1";

        public override ConnectionState State => ConnectionState.Open;

        public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

        public override void Close()
        {
        }

        public override void Open()
        {
        }

        protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) =>
            new Transaction(database, this, story);

        protected override DbCommand CreateDbCommand() => throw new NotSupportedException();
    }
}
