using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Fence;

namespace Coordinator.Faults.Participants;

/// <summary>Passes every call to another store.</summary>
internal abstract class StoreDecorator(IKeyedOutcomeStore store) : IKeyedOutcomeStore
{
    public Task<DbConnection> OpenConnectionAsync(CancellationToken ct) => store.OpenConnectionAsync(ct);

    public Task EnsureTablesAsync(CancellationToken ct) => store.EnsureTablesAsync(ct);

    public Task RecordCommittedAsync(DbTransaction transaction, TransactionId id, CancellationToken ct) =>
        store.RecordCommittedAsync(transaction, id, ct);

    public virtual Task RecordCommittedAsync(DbTransaction transaction, TransactionId id, BusinessKey key, CancellationToken ct) =>
        store.RecordCommittedAsync(transaction, id, key, ct);

    public virtual Task RecordNoMessagesAsync(DbTransaction transaction, TransactionId id, CancellationToken ct) =>
        store.RecordNoMessagesAsync(transaction, id, ct);

    public virtual Task<KeyedOutcome?> FindKeyAsync(string key, CancellationToken ct) => store.FindKeyAsync(key, ct);

    public virtual Task<CheckResult> CheckAsync(TransactionId id, CancellationToken ct) => store.CheckAsync(id, ct);

    public virtual Task<long> PurgeAsync(FinalTransactions final, TimeSpan keepAtLeast, CancellationToken ct) => store.PurgeAsync(final, keepAtLeast, ct);

    public Task<long> PurgeKeysAsync(FinalTransactions final, TimeSpan keep, CancellationToken ct) => store.PurgeKeysAsync(final, keep, ct);

    public Task<long> CountKeysAsync(CancellationToken ct) => store.CountKeysAsync(ct);
}
