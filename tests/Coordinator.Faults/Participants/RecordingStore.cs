using System.Data.Common;
using System.Runtime.CompilerServices;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Harness.Histories;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Fence;

namespace Coordinator.Faults.Participants;

/// <summary>Records each check of a transaction, and whether its answer is final. Remembers the ids of attempts under keys.</summary>
/// <param name="store">Store that does the work.</param>
/// <param name="history">History of the process.</param>
/// <param name="purgeAsync">Replaces the purge of the store, which builds in a bug; <c>null</c> for none.</param>
internal sealed class RecordingStore(IKeyedOutcomeStore store, HistoryWriter history, Func<CancellationToken, Task<long>>? purgeAsync = null)
    : StoreDecorator(store)
{
    private readonly ConditionalWeakTable<DbTransaction, string> _ids = [];

    /// <summary>Returns the id that the library made for a local transaction under a key.</summary>
    public string IdOf(DbTransaction transaction) =>
        _ids.TryGetValue(transaction, out var id) ? id : throw new InvalidOperationException("The local transaction has no outcome with a key.");

    public override Task RecordCommittedAsync(DbTransaction transaction, TransactionId id, BusinessKey key, CancellationToken ct)
    {
        _ids.AddOrUpdate(transaction, id.Value);
        return base.RecordCommittedAsync(transaction, id, key, ct);
    }

    public override Task<long> PurgeAsync(FinalTransactions final, TimeSpan keepAtLeast, CancellationToken ct) =>
        purgeAsync is null ? base.PurgeAsync(final, keepAtLeast, ct) : purgeAsync(ct);

    public override async Task<CheckResult> CheckAsync(TransactionId id, CancellationToken ct)
    {
        var isFinal = false;
        try
        {
            var result = await base.CheckAsync(id, ct);
            isFinal = result.Verdict is CheckVerdict.Committed or CheckVerdict.RolledBack;
            return result;
        }
        finally
        {
            history.Write(new Asked(id.Value, isFinal));
        }
    }
}
