using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Fence;

namespace Coordinator.Faults.Participants;

/// <summary>
/// Deliberate bug, and the most common one: an order that is not found counts as rolled back. The checker must catch it.
/// </summary>
internal sealed class UnfencedStore(OutcomeStore store, ServiceDatabase database) : IOutcomeStore
{
    public Task<DbConnection> OpenConnectionAsync(CancellationToken ct) => store.OpenConnectionAsync(ct);

    public Task EnsureTablesAsync(CancellationToken ct) => store.EnsureTablesAsync(ct);

    public Task RecordCommittedAsync(DbTransaction transaction, TransactionId id, CancellationToken ct) =>
        store.RecordCommittedAsync(transaction, id, ct);

    public async Task<CheckResult> CheckAsync(TransactionId id, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var look = connection.CreateCommand();
        look.CommandText = $"SELECT outcome FROM coordinator_outcomes WHERE transaction_id = '{id.Value}'";
        return await look.ExecuteScalarAsync(ct) is "committed" ? CheckResult.Committed() : CheckResult.RolledBack();
    }
}
