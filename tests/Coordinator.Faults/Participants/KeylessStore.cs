using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Participants.Fence;

namespace Coordinator.Faults.Participants;

/// <summary>
/// Deliberate bug: outcomes are written without the keys of their sends, so that each repeated send is done again. The checker must catch it.
/// </summary>
internal sealed class KeylessStore(IKeyedOutcomeStore store) : StoreDecorator(store)
{
    public override Task RecordCommittedAsync(DbTransaction transaction, TransactionId id, BusinessKey key, CancellationToken ct) =>
        RecordCommittedAsync(transaction, id, ct);

    public override Task RecordNoMessagesAsync(DbTransaction transaction, TransactionId id, CancellationToken ct) => Task.CompletedTask;

    public override Task<KeyedOutcome?> FindKeyAsync(string key, CancellationToken ct) => Task.FromResult<KeyedOutcome?>(null);
}
