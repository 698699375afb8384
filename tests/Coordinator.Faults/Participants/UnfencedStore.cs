using Coordinator.Contracts;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Fence;

namespace Coordinator.Faults.Participants;

/// <summary>
/// Deliberate bug, and the most common one: an order that is not found counts as rolled back. The checker must catch it.
/// </summary>
internal sealed class UnfencedStore(IKeyedOutcomeStore store, ServiceDatabase database) : StoreDecorator(store)
{
    public override async Task<CheckResult> CheckAsync(TransactionId id, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var look = connection.CreateCommand();
        look.CommandText = $"SELECT outcome FROM coordinator_outcomes WHERE transaction_id = '{id.Value}'";
        return await look.ExecuteScalarAsync(ct) is "committed" ? CheckResult.Committed() : CheckResult.RolledBack();
    }
}
