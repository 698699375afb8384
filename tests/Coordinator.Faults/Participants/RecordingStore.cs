using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Harness.Histories;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Fence;

namespace Coordinator.Faults.Participants;

/// <summary>Records each check of a transaction, and whether its answer is final.</summary>
/// <param name="store">Store that does the work.</param>
/// <param name="history">History of the process.</param>
/// <param name="purgeAsync">Replaces the purge of the store, which builds in a bug; <c>null</c> for none.</param>
internal sealed class RecordingStore(IOutcomeStore store, HistoryWriter history, Func<CancellationToken, Task<long>>? purgeAsync = null) : IOutcomeStore
{
    public Task<DbConnection> OpenConnectionAsync(CancellationToken ct) => store.OpenConnectionAsync(ct);

    public Task EnsureTablesAsync(CancellationToken ct) => store.EnsureTablesAsync(ct);

    public Task RecordCommittedAsync(DbTransaction transaction, TransactionId id, CancellationToken ct) =>
        store.RecordCommittedAsync(transaction, id, ct);

    public Task<long> PurgeAsync(FinalTransactions final, TimeSpan keepAtLeast, CancellationToken ct) =>
        purgeAsync is null ? store.PurgeAsync(final, keepAtLeast, ct) : purgeAsync(ct);

    public async Task<CheckResult> CheckAsync(TransactionId id, CancellationToken ct)
    {
        var isFinal = false;
        try
        {
            var result = await store.CheckAsync(id, ct);
            isFinal = result.Verdict is CheckVerdict.Committed or CheckVerdict.RolledBack;
            return result;
        }
        finally
        {
            history.Write(new Asked(id.Value, isFinal));
        }
    }
}
