using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Tests.Fence;

/// <summary>A way to answer checks, as the race sees it.</summary>
internal interface ICheckedOutcomes
{
    Task RecordCommittedAsync(DbTransaction transaction, TransactionId id);

    Task<CheckResult> CheckAsync(TransactionId id);
}

/// <summary>Ours.</summary>
internal sealed class FencedOutcomes(OutcomeStore store) : ICheckedOutcomes
{
    public Task RecordCommittedAsync(DbTransaction transaction, TransactionId id) => store.RecordCommittedAsync(transaction, id);

    public Task<CheckResult> CheckAsync(TransactionId id) => store.CheckAsync(id);
}

/// <summary>Answers a check by looking for the business record, and takes a missing one for rolled back. Such answers can be wrong.</summary>
internal sealed class NaiveOutcomes(ServiceDatabase service) : ICheckedOutcomes
{
    public Task RecordCommittedAsync(DbTransaction transaction, TransactionId id) => Task.CompletedTask;

    public async Task<CheckResult> CheckAsync(TransactionId id)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return await service.OrdersAsync(id.Value) > 0 ? CheckResult.Committed() : CheckResult.RolledBack();
    }
}
