using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Fence;

namespace Coordinator.Testing.Tests;

/// <summary>A store whose check reads the outcome and writes none: "order not found, so roll back".</summary>
internal sealed class UnfencedStore(OutcomeStore store) : IOutcomeStore
{
    public Task<DbConnection> OpenConnectionAsync(CancellationToken ct) => store.OpenConnectionAsync(ct);

    public Task EnsureTablesAsync(CancellationToken ct) => store.EnsureTablesAsync(ct);

    public Task RecordCommittedAsync(DbTransaction transaction, TransactionId id, CancellationToken ct) => store.RecordCommittedAsync(transaction, id, ct);

    public async Task<CheckResult> CheckAsync(TransactionId id, CancellationToken ct)
    {
        await using var connection = await store.OpenConnectionAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM coordinator_outcomes WHERE transaction_id = '{id}'";
        return await command.ExecuteScalarAsync(ct) is > 0L ? CheckResult.Committed() : CheckResult.RolledBack();
    }
}
